package io.leeway.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The shoppers are as nasty as they claim. */
class RandomShoppersTest {

    @Test
    void aSeedAlwaysMakesTheSameShopper() {
        assertThat(RandomShoppers.of(17)).isEqualTo(RandomShoppers.of(17));
        assertThat(RandomShoppers.of(17).events())
                .isNotEqualTo(RandomShoppers.of(18).events());
        assertThat(RandomShoppers.of(17).shuffled(1))
                .containsExactlyInAnyOrderElementsOf(RandomShoppers.of(17).events());
    }

    @Test
    void everythingHappensOftenAndRoundingSeldomDecides() {
        Oracle oracle = new Oracle();
        int largest = 0;
        int requests = 0;
        int duplicates = 0;
        int erased = 0;
        int objected = 0;
        int nothingAsked = 0;
        int fullInterest = 0;
        int onEdge = 0;
        Map<Integer, Integer> triggers = new HashMap<>();
        Set<Integer> sizes = new HashSet<>();
        int shoppers = 500;
        for (long seed = 0; seed < shoppers; seed++) {
            RandomShopper shopper = RandomShoppers.of(seed);
            Answer answer = oracle.play(shopper.events(), shopper.untilMillis());
            largest = Math.max(largest, shopper.events().size());
            sizes.add(shopper.events().size());
            requests += answer.requests().size();
            duplicates += answer.duplicates();
            erased += answer.erased();
            objected += answer.objected();
            nothingAsked += answer.requests().isEmpty() ? 1 : 0;
            for (Request request : answer.requests()) {
                triggers.merge(request.triggers(), 1, Integer::sum);
                onEdge += request.knifeEdges().isEmpty() ? 0 : 1;
                String[] names = (String[]) request.features().get("interest_long.names");
                fullInterest += names[15] == null ? 0 : 1;
            }
        }
        assertThat(largest).isBetween(200, 500);
        assertThat(sizes).contains(1, 2, 3);
        assertThat(duplicates).isGreaterThan(shoppers / 2);
        assertThat(erased).isGreaterThan(shoppers / 2);
        assertThat(objected).isGreaterThan(shoppers / 2);
        assertThat(nothingAsked).isBetween(shoppers / 100, shoppers / 4);
        assertThat(fullInterest).isGreaterThan(requests / 20);
        assertThat(triggers.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4);
        assertThat(triggers.values()).allMatch(count -> count > shoppers / 10);
        // Below, the features of an interest are not compared, or not in order.
        assertThat(onEdge).isLessThan(requests / 50);
    }
}
