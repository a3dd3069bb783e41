package io.leeway.training.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RepeatsTest {

    private static final int ITEMS = 40;
    private static final int ROWS = 200;

    /**
     * Rows whose network puts what the shopper had first, whatever comes: a share of them comes
     * back to one of those.
     */
    private static Repeats repeats(double comingBack) {
        SplittableRandom random = new SplittableRandom(8);
        Repeats repeats = new Repeats(ROWS);
        for (int row = 0; row < ROWS; row++) {
            int[] earlier = random.ints(1, ITEMS + 1).distinct().limit(12).toArray();
            float[] logits = new float[3 + ITEMS];
            for (int item = 0; item < ITEMS; item++) {
                logits[3 + item] = (float) random.nextDouble(1);
            }
            for (int item : earlier) {
                logits[3 + item - 1] += 1;
            }
            int next = random.nextDouble() < comingBack
                    ? earlier[random.nextInt(12)]
                    : random.ints(1, ITEMS + 1)
                            .filter(item -> Arrays.stream(earlier).noneMatch(had -> had == item))
                            .findFirst()
                            .orElseThrow();
            repeats.rank(row, logits, 3, 3 + ITEMS, earlier, next);
        }
        return repeats;
    }

    @Test
    void lowersWhatNobodyTakesTwice() {
        Repeats never = repeats(0);
        assertThat(never.best()).isEqualTo(-2);
        // What was had is behind all others then: of the 28 others each is as likely to come.
        assertThat(Arrays.stream(never.ranks()).max().orElseThrow()).isLessThan(28);
    }

    @Test
    void leavesItWhereShoppersComeBack() {
        assertThat(repeats(1).best()).isZero();
    }

    @Test
    void ranksAsIfTheLogitsHadBeenRaised() {
        Repeats repeats = new Repeats(1);
        // Had: 1 and 3. Lowered by 1, 3 ties with 2, which came: a tie is lost; lowered by 2, it is
        // behind.
        repeats.rank(0, new float[] {0, 0.5f, 1.5f, 0.25f}, 0, 4, new int[] {3, 1, 3}, 2);
        assertThat(repeats.best()).isEqualTo(-2);
        assertThat(repeats.ranks()).containsExactly(0);
    }
}
