package io.leeway.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How contestants take turns, and what is made of it. */
class BenchmarkRoundsTest {
    private final List<String> turns = new ArrayList<>();

    @Test
    void theOrderTurnsAroundFromRoundToRound() throws Exception {
        int[] steps = {0};
        new BenchmarkRounds()
                .with("a", contestant("a", 1, 1, 1, 1))
                .with("b", contestant("b", 1, 1, 1, 1))
                .with("c", contestant("c", 1, 1, 1, 1))
                .run(1, 3, () -> steps[0]++);
        assertThat(turns).containsExactly("a", "b", "c", "c", "b", "a", "a", "b", "c", "c", "b", "a");
        assertThat(steps[0]).isEqualTo(12).isEqualTo(BenchmarkRounds.turns(3, 1, 3));
    }

    @Test
    void theWarmUpCountsForNothing() throws Exception {
        BenchmarkRounds rounds = new BenchmarkRounds()
                .with("a", contestant("a", 1_000_000, 30, 10, 20))
                .with("b", contestant("b", 0.001, 3, 1, 2))
                .run(1, 3, () -> {});
        assertThat(rounds.speed("a")).isEqualTo(new RoundSpread(10, 20, 30));
        assertThat(rounds.speed("b")).isEqualTo(new RoundSpread(1, 2, 3));
        assertThat(rounds.ratio("a", "b")).isEqualTo(new RoundSpread(10, 10, 10));
    }

    /**
     * The machine gets slower and slower: within each round the first is twice as fast, and the
     * ratio of the middles would say something else.
     */
    @Test
    void aRatioIsTakenWithinARound() throws Exception {
        BenchmarkRounds rounds = new BenchmarkRounds()
                .with("a", contestant("a", 1, 800, 80, 8, 20))
                .with("b", contestant("b", 1, 400, 40, 4, 40))
                .run(1, 4, () -> {});
        assertThat(rounds.ratio("a", "b")).isEqualTo(new RoundSpread(0.5, 2, 2));
        assertThat(rounds.ratio("b", "a")).isEqualTo(new RoundSpread(0.5, 0.5, 2));
        assertThat(rounds.speed("a").middle() / rounds.speed("b").middle()).isEqualTo(1.25);
    }

    @Test
    void whoNeverRanHasNoSpeed() throws Exception {
        BenchmarkRounds rounds =
                new BenchmarkRounds().with("a", contestant("a", 1, 1)).run(1, 1, () -> {});
        assertThatThrownBy(() -> rounds.ratio("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No contestant b");
    }

    @Test
    void theMiddleIsTheMedian() {
        double[] rounds = {9, 1, 3};
        assertThat(RoundSpread.of(rounds)).isEqualTo(new RoundSpread(1, 3, 9));
        assertThat(rounds).as("left as it was").containsExactly(9, 1, 3);
        assertThat(RoundSpread.of(new double[] {4, 1, 2, 9})).isEqualTo(new RoundSpread(1, 3, 9));
        assertThat(RoundSpread.of(new double[] {5})).isEqualTo(new RoundSpread(5, 5, 5));
        assertThatThrownBy(() -> RoundSpread.of(new double[0])).hasMessage("Expected at least one round");
    }

    private BenchmarkRounds.Contestant contestant(String name, double... speeds) {
        Deque<Double> left = new ArrayDeque<>();
        for (double speed : speeds) {
            left.add(speed);
        }
        return () -> {
            turns.add(name);
            return left.removeFirst();
        };
    }
}
