package io.leeway.simulator.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.Score;
import io.leeway.simulator.shoppers.ShopSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdAudienceTest {
    private static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");
    private static final Instant FROM = OPENED.plus(Duration.ofDays(30));

    private final AdAudience audience =
            new AdAudience(ShopSettings.from(OPENED).withShoppers(20).withHistoryDays(60));

    @Test
    void scoresAreInOrderWithinTheAskedTimeAndInRange() {
        Instant to = FROM.plus(Duration.ofDays(5));
        List<Score> scores = audience.scores(FROM, to, 1);
        assertThat(scores)
                .hasSizeGreaterThan(20)
                .isSortedAccordingTo(Comparator.comparingLong(Score::asOfMillis).thenComparing(Score::userId))
                .allSatisfy(score -> {
                    assertThat(score.asOfMillis()).isBetween(FROM.toEpochMilli(), to.toEpochMilli() - 1);
                    assertThat(score.value()).isBetween(0f, 1f);
                    assertThat(score.nextProbabilities()).isNotEmpty();
                    // What gains and what loses are others.
                    assertThat(score.to()).doesNotContain(score.from());
                });
    }

    @Test
    void aLongerTimeChangesNothingBefore() {
        List<Score> days = audience.scores(FROM, FROM.plus(Duration.ofDays(3)), 1);
        List<Score> more = audience.scores(FROM, FROM.plus(Duration.ofDays(6)), 1);
        assertThat(more).hasSizeGreaterThan(days.size());
        assertThat(more.subList(0, days.size())).usingRecursiveComparison().isEqualTo(days);
    }
}
