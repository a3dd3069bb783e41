package io.leeway.evaluation.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * Held against the mean over many orders, each of which breaks ties by chance and is walked row by
 * row.
 */
class UpliftRankingTest {

    @RepeatedTest(5)
    void itIsTheMeanOfAllOrdersThatTheScoresAllow(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int n = 37 + random.nextInt(20);
        double[] scores = random.doubles(n).map(value -> Math.floor(6 * value)).toArray();
        double[] effects = random.doubles(n, -1, 2).toArray();
        UpliftRanking ranking = new UpliftRanking(n, 0.5);
        ranking.add(IntStream.range(0, n).toArray(), scores, effects);

        int orders = 4000;
        double kept = 0;
        double area = 0;
        double total = Arrays.stream(effects).sum();
        for (int i = 0; i < orders; i++) {
            List<Integer> rows = new ArrayList<>(IntStream.range(0, n).boxed().toList());
            Collections.shuffle(rows, random);
            rows.sort((one, other) -> Double.compare(scores[other], scores[one]));
            double gained = 0;
            for (int at = 0; at < n; at++) {
                double effect = effects[rows.get(at)];
                kept += Math.max(0, Math.min(1, n / 2.0 - at)) * effect / total / orders;
                // The area under the line from before this row to behind it.
                area += (gained + effect / 2) / n / n / orders;
                gained += effect;
            }
        }
        assertThat(figure(ranking, "kept@50", n)).isCloseTo(kept, within(.02));
        assertThat(figure(ranking, "auuc", n)).isCloseTo(1000 * area, within(10.0));
        assertThat(figure(ranking, "qini", n)).isCloseTo(1000 * (area - total / n / 2), within(10.0));
        List<double[]> curve = ranking.curve();
        assertThat(curve.get(0)[1]).isZero();
        assertThat(curve.get(25)[1]).isCloseTo(1000 * kept * total / n, within(10.0));
        assertThat(curve.get(50)[1]).isCloseTo(1000 * total / n, within(1e-6));
    }

    @Test
    void noOrderKeepsTheBudgetsShareAndHasNoQini() {
        UpliftRanking ranking = new UpliftRanking(6, 0.5);
        // Asked twice, in parts: it counts with the mean.
        double[] effects = {3, -1, 2, 0, 0, 8};
        ranking.add(new int[] {0, 1, 2}, new double[3], Arrays.copyOf(effects, 3));
        ranking.add(new int[] {3, 4, 5}, new double[3], Arrays.copyOfRange(effects, 3, 6));
        ranking.add(new int[] {5, 4, 3, 2, 1, 0}, new double[6], new double[] {8, 0, 0, 2, -1, 3});
        assertThat(figure(ranking, "kept@50", 6)).isCloseTo(.5, within(1e-12));
        assertThat(figure(ranking, "qini", 6)).isCloseTo(0, within(1e-9));
        assertThat(figure(ranking, "auuc", 6)).isCloseTo(1000, within(1e-9));
    }

    private static double figure(UpliftRanking ranking, String name, int rows) {
        Contestant contestant = ranking.contestant("one");
        int[] ones = new int[rows];
        Arrays.fill(ones, 1);
        Map<Figure, ToDoubleFunction<int[]>> figures = contestant.figures();
        return figures.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .applyAsDouble(ones);
    }
}
