package io.leeway.training.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.answers.ItemRanking;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is served answers as what was trained: 50 columns with padding as a batch that is just as
 * long as it must be.
 */
class ItemExportTest {

    private static final int ITEMS = 30;

    @Test
    void servesWhatWasTrained(@TempDir Path folder) throws Exception {
        NextItemOptions options = new NextItemOptions(3, 8, 2, 2, 0.5, 0.02, 0, 64, 1, 1, 1);
        SplittableRandom random = new SplittableRandom(4);
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sequences.add(random.ints(2 + random.nextInt(6), 1, ITEMS + 1).toArray());
        }
        try (ItemGraph graph = new ItemGraph(options, ITEMS)) {
            // A few steps, so that nothing is as it began.
            for (int epoch = 0; epoch < 3; epoch++) {
                ItemBatch.epoch(sequences, 64, random).forEach(batch -> graph.step(batch, 0.02));
            }
            Map<String, float[]> variables = new LinkedHashMap<>(graph.variables());
            variables.put(Repeats.VARIABLE, new float[] {-2});
            ItemExport.write(folder, options, ITEMS, variables);
            try (SavedModel served = SavedModel.load(folder, LoadOptions.anyModel())) {
                for (int[] sequence : sequences) {
                    float[] trained = graph.logits(ItemBatch.last(List.of(sequence)));
                    float[] answered = rank(served, sequence);
                    for (int item = 0; item < ITEMS; item++) {
                        int number = item + 1;
                        boolean had = Arrays.stream(sequence).anyMatch(other -> other == number);
                        assertThat(answered[item]).isCloseTo(trained[item] - (had ? 2 : 0), within(1e-4f));
                    }
                }
            }
        }
    }

    private static float[] rank(SavedModel served, int[] sequence) {
        int[] history = new int[NextItemOptions.LENGTH];
        System.arraycopy(sequence, 0, history, history.length - sequence.length, sequence.length);
        int[] candidates = new int[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            candidates[item] = item + 1;
        }
        TensorColumn scores = served.predict(
                        ItemRanking.RANK,
                        Map.of(
                                ItemRanking.HISTORY, new TensorColumn(history, List.of(history.length)),
                                ItemRanking.CANDIDATES, new TensorColumn(candidates, List.of(ITEMS))),
                        1)
                .get(ItemRanking.SCORES);
        return (float[]) Objects.requireNonNull(scores).values();
    }
}
