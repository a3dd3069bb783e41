package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChanceTest {

    /** A replay, also by a later build, meets the same chance: decisions that stand in topics were made by it. */
    @Test
    void isOfItsArgumentsAlone() {
        assertThat(Chance.of(7, "u1", 0)).isEqualTo(Chance.of(7, "u1", 0)).isEqualTo(0.7405048318020421);
        assertThat(Chance.of(-1, "Ümläut", Integer.MAX_VALUE)).isEqualTo(0.42636617177738445);
    }

    @Test
    void dependsOnEachArgument() {
        double chance = Chance.of(7, "u1", 0);
        assertThat(Chance.of(8, "u1", 0)).isNotEqualTo(chance);
        assertThat(Chance.of(7, "u2", 0)).isNotEqualTo(chance);
        assertThat(Chance.of(7, "u1", 1)).isNotEqualTo(chance);
    }

    @Test
    void isUniformOverShoppers() {
        int[] tenths = new int[10];
        IntStream.range(0, 20_000).forEach(user -> tenths[(int) (10 * Chance.of(3, "u" + user, 5))]++);
        // Six standard deviations of a binomial with 20,000 draws and a probability of a tenth.
        assertThat(IntStream.of(tenths).boxed())
                .allSatisfy(count -> assertThat(count).isCloseTo(2_000, within(255)));
    }
}
