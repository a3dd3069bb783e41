package io.leeway.training.card;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InterestFiguresTest {

    @Test
    void rankCountsTheCategoriesAheadAndLeavesOutReservedIds() {
        float[] shares = {9, 8, 0.1f, 0.3f, 0.3f, 0.2f};
        int[] ranks = IntStream.range(0, 6)
                .map(wanted -> InterestFigures.rank(shares, 0, 6, wanted))
                .toArray();
        assertThat(ranks).containsExactly(Integer.MAX_VALUE, Integer.MAX_VALUE, 3, 0, 1, 2);
    }
}
