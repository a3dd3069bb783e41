package io.leeway.bench.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.cli.demo.PlayedRecord;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.MalformedEventException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A player takes these visits, and the rules accept all of them. */
class PlayedVisitsTest {
    private static final PlayedVisits VISITS = new PlayedVisits(
            Instant.parse("2026-03-02T00:00:00Z"), 500, Duration.ofMillis(700), 1_000, List.of("a", "b", "c"));

    @Test
    void arrivalsAreInOrderAndWithinTheirTime() {
        long before = VISITS.first().toEpochMilli();
        List<PlayedRecord> arrivals = new ArrayList<>();
        for (PlayedRecord arrival : VISITS) {
            assertThat(arrival.arrivalMillis()).isGreaterThanOrEqualTo(before);
            before = arrival.arrivalMillis();
            arrivals.add(arrival);
        }
        assertThat(before).isLessThan(VISITS.end().toEpochMilli());
        assertThat(arrivals).hasSize((int) VISITS.events());
    }

    @Test
    void theRulesAcceptEachEventAndMostShoppersCome() throws MalformedEventException {
        Set<String> ids = new HashSet<>();
        Set<String> shoppers = new HashSet<>();
        for (PlayedRecord arrival : VISITS) {
            byte[] value = arrival.value();
            assertThat(value).isNotNull();
            EventRules.Outcome outcome =
                    EventRules.apply(EventJson.read(value), OptionalLong.of(arrival.arrivalMillis()));
            assertThat(outcome).isInstanceOf(EventRules.Accepted.class);
            ids.add(((EventRules.Accepted) outcome).event().eventId());
            shoppers.add(((EventRules.Accepted) outcome).event().userId());
        }
        assertThat(ids).hasSize((int) VISITS.events());
        assertThat(shoppers).hasSizeGreaterThan(350);
    }
}
