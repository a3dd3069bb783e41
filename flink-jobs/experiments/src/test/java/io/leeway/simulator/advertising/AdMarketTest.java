package io.leeway.simulator.advertising;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.simulator.shoppers.ShopSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AdMarketTest {
    private static final Instant OPENED = Instant.parse("2026-01-05T00:00:00Z");
    private static final ShopSettings SETTINGS =
            ShopSettings.from(OPENED).withShoppers(20).withHistoryDays(60);

    private final AdMarket market = new AdMarket(SETTINGS);
    private final long now = OPENED.plus(Duration.ofDays(40)).toEpochMilli();

    @Test
    void theSameBidFaresTheSameInEveryRun() {
        AdMarket other = new AdMarket(SETTINGS);
        String category = market.categories().get(3);
        AdMarket.Truth truth = market.truth("u7", category, 1, now, 2);
        assertThat(other.truth("u7", category, 1, now, 2)).isEqualTo(truth);
        assertThat(other.answer("d1", truth)).isEqualTo(market.answer("d1", truth));
        assertThat(other.competing("d1", truth, 20)).isEqualTo(market.competing("d1", truth, 20));
        assertThat(other.shownAfterMillis("d1")).isEqualTo(market.shownAfterMillis("d1"));
        assertThat(market.answer("d2", truth)).isNotEqualTo(market.answer("d1", truth));
    }

    @Test
    void answersComeAtTheTrueRatesAndConversionsAfterClicksOnly() {
        AdMarket.Truth truth = new AdMarket.Truth(0.3, 0.4);
        int draws = 20_000;
        int clicks = 0;
        int conversions = 0;
        for (int i = 0; i < draws; i++) {
            AdMarket.Answer answer = market.answer("d" + i, truth);
            clicks += answer.clicked() ? 1 : 0;
            conversions += answer.converted() ? 1 : 0;
            assertThat(answer.clicked() || !answer.converted()).isTrue();
            assertThat(answer.conversionAfterMillis()).isGreaterThan(answer.clickAfterMillis());
        }
        // Six standard deviations.
        assertThat(clicks / (double) draws).isCloseTo(0.3, within(0.02));
        assertThat(conversions / (double) draws).isCloseTo(0.3 * 0.4, within(0.014));
    }

    @Test
    void whatWasSeenOftenIsClickedLessAndStillProbabilities() {
        for (String category : market.categories()) {
            double before = 1;
            for (int seen = 0; seen < 5; seen++) {
                AdMarket.Truth truth = market.truth("u3", category, 0, now, seen);
                assertThat(truth.click()).isBetween(0.0, before).isNotEqualTo(before);
                assertThat(truth.conversion()).isBetween(0.0, 1.0);
                before = truth.click();
            }
        }
    }

    @Test
    void channelsFromTheThirdOnAreAlike() {
        String category = market.categories().get(0);
        assertThat(market.truth("u3", category, 7, now, 0)).isEqualTo(market.truth("u3", category, 2, now, 0));
        assertThat(market.truth("u3", category, 0, now, 0)).isNotEqualTo(market.truth("u3", category, 1, now, 0));
    }
}
