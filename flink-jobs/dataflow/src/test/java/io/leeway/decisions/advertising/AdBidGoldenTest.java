package io.leeway.decisions.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.GoldenRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A bid as it is published. */
class AdBidGoldenTest {

    @Test
    void bid() throws Exception {
        long time = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
        Decision decision = new Decision(
                "b1", DecisionKind.AD, "u1", time, "s1", "ads", 2, "c1/feed/morning", 0.5, 0.25, false, 0.75);
        AdBid bid = new AdBid(
                decision,
                "c1",
                "sport/running",
                new AdBid.Showing("feed", time, time + 3_600_000),
                0.125,
                1,
                0.5,
                2,
                new AdBid.Other(1, 0.25),
                new AdBid.Other(0.25, 0.125));

        assertThat(DecisionJson.decisions(GoldenRecord.check("ads", bid.outgoing())))
                .containsExactly(decision);
    }
}
