package io.leeway.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a shopper must answer, whoever implements it: what the oracle answers, in whichever order the events arrive. */
abstract class OracleContract {

    /** What is judged; one for the whole test. */
    abstract Subject subject();

    /** Seeds from 0 up. */
    long shoppers() {
        return 4000;
    }

    @Test
    void agreesWithTheOracleOnRandomShoppers() {
        Oracle oracle = new Oracle();
        Subject subject = subject();
        for (long seed = 0; seed < shoppers(); seed++) {
            RandomShopper shopper = RandomShoppers.of(seed);
            Answer expected = oracle.play(shopper.events(), shopper.untilMillis());
            check(shopper, expected, "shuffled", subject, shopper.shuffled(seed));
            List<ShopperEvent> backwards = new ArrayList<>(shopper.events());
            backwards.sort(
                    Comparator.comparingLong(ShopperEvent::eventTimeMillis).reversed());
            check(shopper, expected, "backwards", subject, backwards);
        }
    }

    private static void check(
            RandomShopper shopper, Answer expected, String order, Subject subject, List<ShopperEvent> events) {
        Answer found = subject.play(events, shopper.untilMillis());
        assertThat(Comparison.difference(expected, found))
                .as("seed %d, %d events %s", shopper.seed(), events.size(), order)
                .isEmpty();
    }
}
