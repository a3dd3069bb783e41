package io.leeway.training.dataset;

import io.leeway.records.TrainingExample;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;

/**
 * Targets of rows, sparse: row r has {@code shares[r][i]} at column {@code columns[r][i]} of
 * {@code width} columns.
 *
 * @param columns the columns of each row that are not 0
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
public record Labels(int width, int[][] columns, float[][] shares) {
    /** 1 where the shopper stayed away. */
    public static int ofChurn(TrainingExample example) {
        return 1 - example.returned();
    }

    /** How many rows there are without the first column for one with it, among the first rows. */
    public double negativesPerPositive(int rows) {
        double positives = 0;
        for (int row = 0; row < rows; row++) {
            positives += shares[row][0];
        }
        return (rows - positives) / positives;
    }

    public void addTo(TrainingFingerprint subject) {
        subject.add(width);
        for (int row = 0; row < columns.length; row++) {
            subject.add(columns[row]).add(shares[row]);
        }
    }

    /** float32[to − from, width] of rows in an order; the caller closes it. */
    public TFloat32 tensor(int[] order, int from, int to) {
        float[] values = new float[(to - from) * width];
        for (int i = from; i < to; i++) {
            int row = order[i];
            for (int k = 0; k < columns[row].length; k++) {
                values[(i - from) * width + columns[row][k]] = shares[row][k];
            }
        }
        return TFloat32.tensorOf(Shape.of(to - from, width), DataBuffers.of(values, true, false));
    }
}
