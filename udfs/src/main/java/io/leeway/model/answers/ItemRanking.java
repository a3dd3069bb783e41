package io.leeway.model.answers;

import io.leeway.model.ModelException;
import io.leeway.model.ModelManifest;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of the task {@code items}: how well each candidate continues a shopper's latest items.
 *
 * <p>Such a model has the signature {@code rank} with the inputs {@code history} int32[batch, 50],
 * item numbers with the oldest first and padding 0 on the left, and {@code candidates} int32[batch,
 * n]; it answers {@code scores} float32[batch, n], logits that compare within a row. The signature
 * {@code embed} has the input {@code candidates} and answers {@code vectors} float32[batch, n,
 * width] of length 1, whose products are cosines. The manifest's vocabulary names the items by
 * number − 1.
 *
 * <p>An unknown item has number 0. A history leaves it out; as a candidate it scores
 * {@link #UNKNOWN}. To a history without any known item the model has nothing to say, though it
 * answers: rank by popularity then.
 *
 * <p>Thread-safe as the model is, which stays its owner's to close.
 */
public final class ItemRanking {
    public static final String TASK = "items";
    public static final String RANK = "rank";
    public static final String EMBED = "embed";

    public static final String HISTORY = "history";
    public static final String CANDIDATES = "candidates";
    public static final String SCORES = "scores";
    public static final String VECTORS = "vectors";

    public static final int LENGTH = 50;
    /** The score of a candidate that the model does not know; far below any other. */
    public static final float UNKNOWN = -1e9f;

    private final Predictor model;
    private final List<String> items;
    private final Map<String, Integer> numbers = new HashMap<>();

    private ItemRanking(Predictor model, List<String> items) {
        this.model = model;
        this.items = items;
        for (int i = 0; i < items.size(); i++) {
            numbers.put(items.get(i), i + 1);
        }
    }

    /** Reads the items of a model; refuses one whose manifest is absent or of another task. */
    public static ItemRanking of(SavedModel model) {
        ModelManifest manifest = model.manifest()
                .filter(known -> known.task().equals(TASK))
                .orElseThrow(() -> ModelException.of(
                        "Model " + model.location(),
                        "a model for the task " + TASK,
                        model.manifest().map(ModelManifest::task).orElse("no manifest"),
                        "choose another model"));
        return new ItemRanking(model, manifest.vocabulary());
    }

    /** Ranks through another predictor, for example one that counts the calls. */
    public ItemRanking through(Predictor predictor) {
        return new ItemRanking(predictor, items);
    }

    /** All items, by number − 1. */
    public List<String> items() {
        return items;
    }

    /** An item's number, from 1; 0 where the model does not know it. */
    public int number(String item) {
        return numbers.getOrDefault(item, 0);
    }

    /** The scores of one shopper's candidates, in their order. */
    public float[] scores(List<String> history, List<String> candidates) {
        if (candidates.isEmpty()) {
            return new float[0];
        }
        return scores(List.of(numbers(history)), numbers(candidates));
    }

    /**
     * The scores of several shoppers' candidates, row after row.
     *
     * @param histories item numbers, oldest first, of any length
     * @param candidates item numbers, equally many for each shopper, row after row
     */
    public float[] scores(List<int[]> histories, int[] candidates) {
        int rows = histories.size();
        int[] padded = new int[rows * LENGTH];
        for (int row = 0; row < rows; row++) {
            int[] known =
                    Arrays.stream(histories.get(row)).filter(item -> item > 0).toArray();
            int length = Math.min(LENGTH, known.length);
            System.arraycopy(known, known.length - length, padded, (row + 1) * LENGTH - length, length);
        }
        return floats(
                RANK,
                Map.of(
                        HISTORY,
                        new TensorColumn(padded, List.of(LENGTH)),
                        CANDIDATES,
                        new TensorColumn(candidates, List.of(candidates.length / rows))),
                rows,
                SCORES);
    }

    /** Unit vectors of some items, whose products are cosines; 0 for unknown items. */
    public float[][] vectors(List<String> candidates) {
        if (candidates.isEmpty()) {
            return new float[0][];
        }
        float[] flat = floats(
                EMBED,
                Map.of(CANDIDATES, new TensorColumn(numbers(candidates), List.of(candidates.size()))),
                1,
                VECTORS);
        int width = flat.length / candidates.size();
        float[][] vectors = new float[candidates.size()][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
        }
        return vectors;
    }

    private int[] numbers(List<String> names) {
        return names.stream().mapToInt(this::number).toArray();
    }

    private float[] floats(String signature, Map<String, TensorColumn> inputs, int rows, String output) {
        return TensorColumn.floats(model.predict(signature, inputs, rows), output);
    }
}
