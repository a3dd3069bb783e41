package io.leeway.simulator.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.InterestScore;
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
        List<InterestScore> scores = audience.scores(FROM, to, 1);
        assertThat(scores)
                .hasSizeGreaterThan(20)
                .isSortedAccordingTo(
                        Comparator.comparingLong(InterestScore::asOfMillis).thenComparing(InterestScore::userId))
                .allSatisfy(score -> {
                    assertThat(score.asOfMillis()).isBetween(FROM.toEpochMilli(), to.toEpochMilli() - 1);
                    assertThat(score.drift()).isBetween(0f, 1f);
                    assertThat(score.next()).isNotEmpty();
                    // What gains and what loses are others.
                    assertThat(categories(score.to())).doesNotContainAnyElementsOf(categories(score.from()));
                });
    }

    @Test
    void aLongerTimeChangesNothingBefore() {
        List<InterestScore> days = audience.scores(FROM, FROM.plus(Duration.ofDays(3)), 1);
        List<InterestScore> more = audience.scores(FROM, FROM.plus(Duration.ofDays(6)), 1);
        assertThat(more).hasSizeGreaterThan(days.size());
        assertThat(more.subList(0, days.size())).usingRecursiveComparison().isEqualTo(days);
    }

    private static List<String> categories(List<CategoryShare> shares) {
        return shares.stream().map(CategoryShare::category).toList();
    }
}
