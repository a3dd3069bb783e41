package io.leeway.training.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.InterestTrainer;
import io.leeway.training.SyntheticChurn;
import io.leeway.training.SyntheticInterest;
import io.leeway.training.options.TrainingBudget;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OrderedExamplesTest {

    @Test
    void theOrderOfExamplesIsTheirOwn() {
        List<TrainingExample> examples =
                new SyntheticInterest(20, 3, 1).split(500, 0).train();
        List<TrainingExample> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(3));

        assertThat(OrderedExamples.select(shuffled, example -> true, 900))
                .isEqualTo(OrderedExamples.select(examples, example -> true, 900))
                .hasSize(500);
        List<TrainingExample> thinned = OrderedExamples.select(shuffled, example -> true, 100);
        assertThat(thinned)
                .isEqualTo(OrderedExamples.select(examples, example -> true, 100))
                .hasSize(100)
                .isSortedAccordingTo((a, b) ->
                        Long.compare(a.features().asOfMillis(), b.features().asOfMillis()));
    }

    /** Else one who buys much would push others out, and their data would tell of it. */
    @Test
    void whatIsKeptOfAShopperDoesNotDependOnOthers() {
        List<TrainingExample> examples = SyntheticChurn.split(400, 0, 5).train();
        List<TrainingExample> kept = OrderedExamples.ofEachShopper(examples, example -> true, 2);
        Map<String, Long> counts = kept.stream()
                .collect(Collectors.groupingBy(example -> example.features().userId(), Collectors.counting()));
        assertThat(counts.values()).contains(1L, 2L).doesNotContain(3L);

        for (String removed : counts.keySet()) {
            assertThat(OrderedExamples.ofEachShopper(without(removed, examples), example -> true, 2))
                    .isEqualTo(without(removed, kept));
        }
    }

    private static List<TrainingExample> without(String user, List<TrainingExample> examples) {
        return examples.stream()
                .filter(example -> !example.features().userId().equals(user))
                .toList();
    }

    @Test
    void aSplitLeavesOutWhatItsLabelsWouldSeeOfTheTest() {
        List<TrainingExample> examples = List.of(at(10), at(20), at(21), at(29), at(30), at(31));
        TrainingSplit split = TrainingSplit.at(examples, 30, 10);
        assertThat(split.train()).extracting(e -> e.features().asOfMillis()).containsExactly(10L, 20L);
        assertThat(split.test()).extracting(e -> e.features().asOfMillis()).containsExactly(30L, 31L);
    }

    private static TrainingExample at(long asOf, String... next) {
        FeatureVector features = new FeatureVector(
                "u" + asOf,
                asOf,
                1,
                true,
                Task.INTEREST.id(),
                new String[] {"seen"},
                new int[Task.INTEREST.ids()],
                new float[Task.INTEREST.numbers()],
                0,
                0);
        float[] weights = new float[next.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i == 1 ? -2 : i + 1;
        }
        return new TrainingExample(features, -1, next, weights, true);
    }

    @Test
    void theVocabularyHoldsWhatFiveExamplesHaveTheMostFrequentFirst() {
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            examples.add(i < 4 ? at(i, "a", "a", "rare") : i < 6 ? at(i, "b", "a") : at(i, "b"));
        }
        for (int i = 0; i < 3; i++) {
            examples.add(at(100 + i, "b"));
        }
        Vocabulary vocabulary = Vocabulary.of(examples, 9);
        assertThat(vocabulary.names()).containsExactly("seen", "a", "b");
        assertThat(vocabulary.size()).isEqualTo(5);
        assertThat(vocabulary.id("seen")).isEqualTo(2);
        assertThat(vocabulary.id("rare")).isEqualTo(Vocabulary.OTHER);
        assertThat(Vocabulary.of(examples, 2).names()).containsExactly("seen", "a");
    }

    @Test
    void labelsAreSharesOfGainsAndOthersCountTogether() {
        Vocabulary vocabulary = new Vocabulary(List.of("a", "b"));
        // Gains 1, −2, 3, 4, 5.
        Labels labels = InterestTrainer.labels(List.of(at(1, "a", "b", "x", "a", "y")), vocabulary);
        assertThat(labels.width()).isEqualTo(4);
        assertThat(labels.columns()[0]).containsExactly(1, 2);
        assertThat(labels.shares()[0][0]).isCloseTo(8 / 13f, within(1e-6f));
        assertThat(labels.shares()[0][1]).isCloseTo(5 / 13f, within(1e-6f));
    }

    @Test
    void aBudgetGivesSmallSetsMorePassesAndLargeOnesTwo() {
        TrainingBudget budget = TrainingBudget.defaults();
        assertThat(budget.epochs(300, budget.batch(300))).isEqualTo(24);
        assertThat(budget.epochs(40_000, budget.batch(40_000))).isBetween(5, 8);
        assertThat(budget.epochs(10_000_000, budget.batch(10_000_000))).isEqualTo(2);
        assertThat(budget.batch(300)).isEqualTo(18);
    }
}
