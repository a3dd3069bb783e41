package io.leeway.decisions.winback;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.Decision;
import io.leeway.records.Treatment;
import io.leeway.shopper.Reason;
import io.leeway.topics.DecisionJson;
import io.leeway.topics.GoldenRecord;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** An offer as it is published. */
class OfferGoldenTest {

    @Test
    void offer() throws Exception {
        Warning warning = new Warning(
                "o1",
                "u1",
                Instant.parse("2026-03-01T12:00:00Z").toEpochMilli(),
                "s1",
                0.75,
                new double[WinBackModel.FEATURES.size()],
                "sport/running",
                new Reason[] {new Reason("silent", "silent for 5 weeks", "recency.activity", 35, 0.5f)},
                false,
                false);
        Offer offer = new Offer(warning, Treatment.MESSAGE, 0.5, 0.25, 1.5, 0.125, "win-back", 3, "d1");

        byte[] value = GoldenRecord.check("offers", OfferJson.outgoing(offer, WinBackOptions.DEFAULTS));

        assertThat(DecisionJson.decisions(value)).extracting(Decision::action).containsExactly("message");
    }
}
