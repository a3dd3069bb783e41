package io.leeway.shopper;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** The few largest of many values, without sorting all, which would cost more than the model. */
public final class LargestValues {
    private LargestValues() {}

    /** The indices of the largest in [from, to), largest first; of equal ones the lower first. */
    public static int[] of(int from, int to, int most, IntToDoubleFunction value) {
        int[] indices = new int[most];
        double[] values = new double[most];
        int size = 0;
        for (int index = from; index < to; index++) {
            double each = value.applyAsDouble(index);
            if (size == most && (most == 0 || each <= values[size - 1])) {
                continue;
            }
            int at = size < most ? size++ : size - 1;
            while (at > 0 && values[at - 1] < each) {
                values[at] = values[at - 1];
                indices[at] = indices[at - 1];
                at--;
            }
            values[at] = each;
            indices[at] = index;
        }
        return Arrays.copyOf(indices, size);
    }
}
