package io.leeway.training.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelException;
import io.leeway.model.SavedModel;
import io.leeway.model.answers.ItemRanking;
import io.leeway.training.TrainedModel;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shop where most items have a successor: after item i comes 7·i + 3 of 40, four times in five;
 * else any.
 */
class NextItemTrainerTest {

    private static final int ITEMS = 40;
    private static final int SHOPPERS = 400;

    @TempDir
    static Path models;

    private static TrainedModel trained;
    private static SavedModel model;

    @BeforeAll
    static void train() {
        trained = train("items", 1);
        model = SavedModel.load(trained.directory(), LoadOptions.released());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static TrainedModel train(String name, long version) {
        return new NextItemTrainer(NextItemOptions.quick(5), TrainingProgress.none())
                .train(planted(1), models, name, version);
    }

    private static int successor(int item) {
        return (7 * item + 3) % ITEMS;
    }

    /** Sequences of 3 to 12 items. */
    private static ItemSequences planted(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, List<String>> shoppers = new LinkedHashMap<>();
        for (int shopper = 0; shopper < SHOPPERS; shopper++) {
            List<String> items = new ArrayList<>();
            int item = random.nextInt(ITEMS);
            int length = 3 + random.nextInt(10);
            for (int i = 0; i < length; i++) {
                items.add("i" + item);
                item = random.nextInt(5) < 4 ? successor(item) : random.nextInt(ITEMS);
            }
            shoppers.put("u" + shopper, items);
        }
        return ItemSequences.of(shoppers);
    }

    @Test
    void learnsWhatFollowsWhatAndServesIt() {
        ItemRanking ranking = ItemRanking.of(model);
        List<String> all = ranking.items();
        int right = 0;
        for (int item = 0; item < ITEMS; item++) {
            // Shorter and longer than anything it was trained on in one batch: positions are
            // counted from the newest.
            for (List<String> history : List.of(List.of("i" + item), List.of("i1", "i2", "i30", "i" + item))) {
                float[] scores = ranking.scores(history, all);
                int best = 0;
                for (int i = 0; i < scores.length; i++) {
                    best = scores[i] > scores[best] ? i : best;
                }
                right += all.get(best).equals("i" + successor(item)) ? 1 : 0;
            }
        }
        // Popularity is right in one of forty.
        assertThat(right).isGreaterThan(70);
    }

    @Test
    void paddingAndUnknownItemsChangeNothing() {
        ItemRanking ranking = ItemRanking.of(model);
        List<String> candidates = List.of("i3", "never sold", "i9");
        float[] alone = ranking.scores(List.of("i4", "i5"), candidates);
        float[] withUnknown = ranking.scores(List.of("never sold", "i4", "of another shop", "i5"), candidates);
        assertThat(withUnknown).containsExactly(alone);
        assertThat(alone[1]).isEqualTo(ItemRanking.UNKNOWN);
        List<int[]> together =
                List.of(new int[] {ranking.number("i4"), ranking.number("i5")}, new int[] {ranking.number("i7")});
        float[] batch = ranking.scores(together, new int[] {ranking.number("i3"), ranking.number("i9"), 1, 100_000});
        assertThat(batch[0]).isCloseTo(alone[0], within(1e-5f));
        assertThat(batch[1]).isCloseTo(alone[2], within(1e-5f));
        assertThat(batch[3]).as("a number beyond the table is held within it").isFinite();
    }

    @Test
    void onlyTheLatestFiftyCount() {
        ItemRanking ranking = ItemRanking.of(model);
        List<String> lately = new ArrayList<>();
        for (int i = 0; i < ItemRanking.LENGTH; i++) {
            lately.add("i" + i % ITEMS);
        }
        float[] fifty = ranking.scores(lately, List.of("i3", "i9"));
        lately.add(0, "i17");
        assertThat(ranking.scores(lately, List.of("i3", "i9"))).containsExactly(fifty);
        lately.set(ItemRanking.LENGTH, "i18");
        assertThat(ranking.scores(lately, List.of("i3", "i9"))).isNotEqualTo(fifty);
    }

    @Test
    void vectorsAreOfLengthOneAndTheirProductsCosines() {
        ItemRanking ranking = ItemRanking.of(model);
        float[][] vectors = ranking.vectors(List.of("i3", "never sold", "i9"));
        assertThat(product(vectors[0], vectors[0])).isCloseTo(1, within(1e-5));
        assertThat(product(vectors[1], vectors[1])).isZero();
        assertThat(product(vectors[0], vectors[2])).isBetween(-1.00001, 0.99);
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Test
    void theSameSeedGivesTheSameModelWhichIsOfItsTask() throws Exception {
        TrainedModel again = train("again", 1);
        assertThat(again.manifest().files()).isEqualTo(trained.manifest().files());
        assertThat(again.manifest().metrics()).isEqualTo(trained.manifest().metrics());

        Path manifest = again.directory().resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replace("\"items\"", "\"churn\""));
        try (SavedModel loaded = SavedModel.load(again.directory(), LoadOptions.released())) {
            assertThatThrownBy(() -> ItemRanking.of(loaded))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("expected a model for the task items, found churn");
        }
    }

    @Test
    void refusesTooLittle() {
        ItemSequences tooShort = ItemSequences.of(Map.of("u", List.of("a", "b")));
        assertThatThrownBy(() -> new NextItemTrainer(NextItemOptions.quick(1), TrainingProgress.none())
                        .train(tooShort, models, "short", 1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("three items");
    }
}
