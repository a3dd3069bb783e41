package io.leeway.model;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects rows of features into the columns that a model is fed with.
 *
 * <p>A row is what a task's features are as plain arrays: NUMBER features one after another in
 * {@code numbers}, CODE and CATEGORY features in {@code ids}, where a category is its index in the
 * row's {@code dictionary} plus one, and 0 is padding. A category becomes the model's id: 0
 * padding, 1 a category outside the vocabulary, <i>i</i> + 2 the vocabulary's <i>i</i>th.
 *
 * <p>Buffers grow as needed and are used again after {@link #clear}: the columns of {@link #inputs}
 * are good until the next {@link #add}. Not thread-safe.
 */
public final class FeatureColumns {
    /** The id of any category outside the vocabulary. */
    public static final int OTHER = 1;

    private final Task task;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Buffer> buffers;
    private int[] translated = new int[64];
    private int capacity;
    private int rows;
    private @Nullable Map<String, TensorColumn> inputs;

    /** Where a feature is in a row, and its values of all rows; one of the arrays is empty. */
    private static final class Buffer {
        private final String input;
        private final FeatureSpec feature;
        private final int offset;
        private final int width;
        private float[] numbers = {};
        private int[] ids = {};

        private Buffer(String input, FeatureSpec feature, int offset) {
            this.input = input;
            this.feature = feature;
            this.offset = offset;
            this.width = feature.width();
        }

        private void reserve(int rows) {
            if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                numbers = Arrays.copyOf(numbers, rows * width);
            } else {
                ids = Arrays.copyOf(ids, rows * width);
            }
        }

        private TensorColumn column() {
            return feature.kind() == FeatureSpec.Kind.NUMBER
                    ? new TensorColumn(numbers, feature.shape())
                    : new TensorColumn(ids, feature.shape());
        }
    }

    /**
     * @param manifest says which feature goes into which input; what it does not name is left out
     * @param capacity rows to reserve, for example the bundle's size
     */
    public FeatureColumns(Task task, ModelManifest manifest, int capacity) {
        this.task = task;
        for (int i = 0; i < manifest.vocabulary().size(); i++) {
            ids.put(manifest.vocabulary().get(i), i + 2);
        }
        Map<String, FeatureSpec> features = new HashMap<>();
        task.features().forEach(feature -> features.put(feature.name(), feature));
        this.buffers = manifest.inputs().entrySet().stream()
                .map(input -> {
                    FeatureSpec feature = features.get(input.getValue());
                    if (feature == null) {
                        throw ModelException.of(
                                "Manifest of " + manifest.name(),
                                "features of " + task.id(),
                                input.getValue(),
                                "choose a model for this task");
                    }
                    return new Buffer(input.getKey(), feature, task.offset(feature));
                })
                .toList();
        reserve(Math.max(1, capacity));
    }

    /**
     * Adds a row, which is copied.
     *
     * @throws RowRejected when a number is NaN or infinite, or the arrays are not the task's; the
     *     columns are then as before
     */
    public void add(String[] dictionary, int[] rowIds, float[] numbers) throws RowRejected {
        requireRow(dictionary, rowIds, numbers);
        if (rows == capacity) {
            reserve(capacity * 2);
        }
        translate(dictionary);
        for (Buffer buffer : buffers) {
            int to = rows * buffer.width;
            switch (buffer.feature.kind()) {
                case NUMBER -> System.arraycopy(numbers, buffer.offset, buffer.numbers, to, buffer.width);
                case CODE -> System.arraycopy(rowIds, buffer.offset, buffer.ids, to, buffer.width);
                case CATEGORY -> {
                    for (int i = 0; i < buffer.width; i++) {
                        buffer.ids[to + i] = translated[rowIds[buffer.offset + i]];
                    }
                }
            }
        }
        rows++;
    }

    public int rows() {
        return rows;
    }

    /** The columns for {@link Predictor#predict}, by the signature's input names. */
    public Map<String, TensorColumn> inputs() {
        if (inputs == null) {
            Map<String, TensorColumn> columns = new LinkedHashMap<>();
            buffers.forEach(buffer -> columns.put(buffer.input, buffer.column()));
            inputs = columns;
        }
        return inputs;
    }

    /** Forgets the rows and keeps the buffers. */
    public void clear() {
        rows = 0;
    }

    private void reserve(int more) {
        capacity = more;
        buffers.forEach(buffer -> buffer.reserve(more));
        inputs = null;
    }

    private void translate(String[] dictionary) {
        if (translated.length <= dictionary.length) {
            translated = new int[dictionary.length * 2];
        }
        translated[0] = 0;
        for (int i = 0; i < dictionary.length; i++) {
            translated[i + 1] = ids.getOrDefault(dictionary[i], OTHER);
        }
    }

    private void requireRow(String[] dictionary, int[] rowIds, float[] numbers) throws RowRejected {
        if (rowIds.length != task.ids() || numbers.length != task.numbers()) {
            throw new RowRejected(
                    "malformed",
                    "Expected " + task.ids() + " ids and " + task.numbers() + " numbers for " + task.id() + ", found "
                            + rowIds.length + " and " + numbers.length);
        }
        for (Buffer buffer : buffers) {
            int from = buffer.offset;
            int to = from + buffer.width;
            switch (buffer.feature.kind()) {
                case NUMBER -> requireFinite(buffer, numbers, from, to);
                case CODE -> requireIds(buffer, rowIds, from, to, Integer.MAX_VALUE);
                case CATEGORY -> requireIds(buffer, rowIds, from, to, dictionary.length);
            }
        }
    }

    private static void requireFinite(Buffer buffer, float[] numbers, int from, int to) throws RowRejected {
        int bad = firstNotFinite(numbers, from, to);
        if (bad >= 0) {
            throw rejected("not-finite", buffer, bad, "a finite number", String.valueOf(numbers[bad]));
        }
    }

    /** The index of the first number in a range that is NaN or infinite; −1 where none is. */
    public static int firstNotFinite(float[] numbers, int from, int to) {
        // Without a branch a number: an exponent of ones and one more carries into the sign.
        int carried = 0;
        for (int i = from; i < to; i++) {
            carried |= (Float.floatToRawIntBits(numbers[i]) & 0x7F800000) + 0x00800000;
        }
        for (int i = carried < 0 ? from : to; i < to; i++) {
            if (!Float.isFinite(numbers[i])) {
                return i;
            }
        }
        return -1;
    }

    private static void requireIds(Buffer buffer, int[] ids, int from, int to, int most) throws RowRejected {
        for (int i = from; i < to; i++) {
            if (ids[i] < 0 || ids[i] > most) {
                throw rejected(
                        "malformed",
                        buffer,
                        i,
                        most == Integer.MAX_VALUE ? "a code from 0 on" : "a category from 0 to " + most,
                        String.valueOf(ids[i]));
            }
        }
    }

    private static RowRejected rejected(String reason, Buffer buffer, int index, String expected, String found) {
        return new RowRejected(
                reason,
                "Expected " + expected + " in " + buffer.feature.name() + "[" + (index - buffer.offset) + "], found "
                        + found);
    }
}
