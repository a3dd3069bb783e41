package io.leeway.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.records.Treatment;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfferResponseTest {
    private static final Instant AT = Instant.parse("2026-03-25T00:00:00Z");
    private static final ShopSettings SETTINGS =
            ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z")).withShoppers(2000);

    private static List<OfferResponse> responses() {
        return new SimulatedShop(SETTINGS).offerResponses();
    }

    @Test
    void thereAreAllKindsOfShoppers() {
        List<OfferResponse> responses = responses();
        assertThat(responses)
                .as("persuadable")
                .filteredOn(one -> one.incrementalMargin(AT, Treatment.COUPON_10) > 3)
                .hasSizeGreaterThan(200);
        assertThat(responses)
                .as("come anyhow, and take the coupon")
                .filteredOn(one -> one.returnProbability(AT, Treatment.NONE) > 0.75
                        && one.incrementalMargin(AT, Treatment.COUPON_10) < 0)
                .hasSizeGreaterThan(200);
        assertThat(responses)
                .as("lost")
                .filteredOn(one -> one.returnProbability(AT, Treatment.COUPON_20) < 0.05)
                .hasSizeGreaterThan(200);
        assertThat(responses)
                .as("put off by a message")
                .filteredOn(one ->
                        one.returnProbability(AT, Treatment.MESSAGE) < one.returnProbability(AT, Treatment.NONE) - 0.02)
                .hasSizeGreaterThan(200);
    }

    /** Many draws give the expectation, and the same decision has the same answer. */
    @Test
    void answersAreDrawnAsExpected() {
        for (Treatment treatment : Treatment.values()) {
            double margin = 0;
            double returned = 0;
            double expectedMargin = 0;
            double expectedReturns = 0;
            int draws = 0;
            for (OfferResponse response : responses()) {
                for (int draw = 0; draw < 8; draw++) {
                    String decision = treatment + "-" + draws++;
                    OfferResponse.Answer answer = response.answer(AT, treatment, decision);
                    assertThat(response.answer(AT, treatment, decision)).isEqualTo(answer);
                    margin += answer.margin();
                    returned += answer.returned() ? 1 : 0;
                    expectedMargin += response.expectedMargin(AT, treatment);
                    expectedReturns += response.returnProbability(AT, treatment);
                }
            }
            assertThat(returned / draws).isCloseTo(expectedReturns / draws, within(0.015));
            assertThat(margin / draws).isCloseTo(expectedMargin / draws, within(0.6));
        }
    }
}
