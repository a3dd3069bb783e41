package io.leeway.shopper;

import org.jspecify.annotations.Nullable;

/** Fills the numbers and ids of one vector from front to back. */
final class VectorWriter {
    private final CategoryDictionary dictionary = new CategoryDictionary();
    private final float[] numbers;
    private final int[] ids;
    private int nextNumber;
    private int nextId;

    VectorWriter(Task task) {
        numbers = new float[task.numbers()];
        ids = new int[task.ids()];
    }

    void number(double value) {
        numbers[nextNumber++] = (float) value;
    }

    /** log1p, the shape in which counts, amounts and times reach a model. */
    void log1p(double value) {
        number(Math.log1p(value));
    }

    void code(int value) {
        ids[nextId++] = value;
    }

    void category(@Nullable String name) {
        code(dictionary.indexOf(name));
    }

    FeatureValues finish() {
        if (nextNumber != numbers.length || nextId != ids.length) {
            throw new IllegalStateException("Expected " + numbers.length + " numbers and " + ids.length + " ids, found "
                    + nextNumber + " and " + nextId);
        }
        return new FeatureValues(dictionary.names(), ids, numbers);
    }
}
