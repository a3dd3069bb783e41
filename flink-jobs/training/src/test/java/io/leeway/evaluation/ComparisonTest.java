package io.leeway.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.evaluation.Comparison.Difference;
import io.leeway.evaluation.page.EvaluationJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final int ROWS = 400;
    private static final List<String> USERS =
            IntStream.range(0, ROWS).mapToObj(row -> "u" + row).toList();
    private static final Figure HITS = Figure.gain("hits");
    private static final Figure MISSES = Figure.loss("misses");

    private final double[] hard = new double[ROWS];

    ComparisonTest() {
        SplittableRandom random = new SplittableRandom(1);
        Arrays.setAll(hard, row -> random.nextInt(2));
    }

    @Test
    void theDifferenceIsToTheBestRuleAndPairedOnItsDraws() {
        // The model hits where the rule does and in four rows more: each varies much, the
        // difference hardly.
        double[] more = hard.clone();
        int given = 0;
        for (int row = 0; given < 8; row++) {
            given += more[row] == 0 ? 1 : 0;
            more[row] = 1;
        }
        Comparison comparison = Comparison.of(
                USERS,
                hits("model", more),
                List.of(hits("zero", new double[ROWS]), hits("hard", hard), hits("none", new double[ROWS])),
                3);

        Difference difference = comparison.differences().get("hits");
        assertThat(difference.overRule()).isEqualTo("hard");
        assertThat(difference.value()).isCloseTo(8.0 / ROWS, within(1e-12));
        assertThat(difference.low()).isBetween(0.005, 0.015);
        assertThat(difference.high()).isBetween(0.025, 0.04);
        assertThat(difference.isWin()).isTrue();
        Comparison.Estimate model = comparison.model().get("hits");
        assertThat(model.high() - model.low()).as("2 · 1.96 · √(¼ / 400)").isCloseTo(0.098, within(0.015));
    }

    @Test
    void ofALossTheBestRuleIsTheLowest() {
        Comparison comparison = Comparison.of(
                USERS,
                misses("model", 0.2),
                List.of(misses("worst", 0.9), misses("best", 0.1), misses("middle", 0.5)),
                3);
        Difference difference = comparison.differences().get("misses");
        assertThat(difference.overRule()).isEqualTo("best");
        assertThat(difference.value()).isCloseTo(0.1, within(1e-12));
        assertThat(difference.isWin()).isFalse();
    }

    @Test
    void rowsOfAShopperAreDrawnTogether() {
        List<String> pairs =
                IntStream.range(0, ROWS).mapToObj(row -> "u" + row / 100).toList();
        double[] byShopper = new double[ROWS];
        Arrays.fill(byShopper, 0, 200, 1);
        Comparison comparison = Comparison.of(pairs, hits("model", byShopper), List.of(), 3);
        assertThat(comparison.shoppers()).isEqualTo(4);
        assertThat(comparison.model().get("hits").low()).as("four shoppers").isZero();
        assertThat(comparison.differences()).isEmpty();
    }

    @Test
    void theReportIsAsItWasAskedFor() throws Exception {
        Comparison comparison =
                Comparison.of(USERS, hits("model", hard), List.of(hits("most-recent", new double[ROWS])), 3);
        JsonNode json = new ObjectMapper()
                .readTree(EvaluationJson.of(new Evaluation(
                                "next-category",
                                "So it is.",
                                List.of("As it was done."),
                                Map.of("rows", "400"),
                                comparison,
                                Map.of("earlier", comparison),
                                List.of("Mind this."),
                                List.of(),
                                null))
                        .toString());
        assertThat(json.at("/task").asText()).isEqualTo("next-category");
        assertThat(json.at("/model/hits").asDouble())
                .isEqualTo(Arrays.stream(hard).sum() / ROWS);
        assertThat(json.at("/rules/most-recent/hits").isDouble()).isTrue();
        assertThat(json.at("/rules/most-recent/hits").asDouble()).isZero();
        assertThat(json.at("/difference/hits/overRule").asText()).isEqualTo("most-recent");
        assertThat(json.at("/difference/hits/low").asDouble())
                .isLessThan(json.at("/difference/hits/high").asDouble());
        assertThat(json.at("/origins/earlier/model/hits").isDouble()).isTrue();
        assertThat(json.at("/notes/0").asText()).isEqualTo("Mind this.");
    }

    private static Contestant hits(String name, double[] values) {
        return new Contestant(name, Map.of(HITS, Contestant.mean(values)));
    }

    private static Contestant misses(String name, double value) {
        double[] values = new double[ROWS];
        Arrays.fill(values, value);
        return new Contestant(name, Map.of(MISSES, Contestant.mean(values)));
    }
}
