package io.leeway.model;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** Columns to tensors and back: one bulk copy each way, nothing boxed but strings. */
final class ColumnTensors {
    private ColumnTensors() {}

    /** A new tensor [rows, shape…], which the caller closes. */
    static Tensor tensorOf(TensorColumn column, int rows) {
        long[] dimensions = new long[column.shape().size() + 1];
        dimensions[0] = rows;
        for (int i = 1; i < dimensions.length; i++) {
            dimensions[i] = column.shape().get(i - 1);
        }
        Shape shape = Shape.of(dimensions);
        long size = shape.size();
        if (column.values() instanceof float[] floats) {
            return TFloat32.tensorOf(shape, DataBuffers.of(floats, true, false).narrow(size));
        } else if (column.values() instanceof int[] ints) {
            return TInt32.tensorOf(shape, DataBuffers.of(ints, true, false).narrow(size));
        } else if (column.values() instanceof long[] longs) {
            return TInt64.tensorOf(shape, DataBuffers.of(longs, true, false).narrow(size));
        } else if (column.values() instanceof double[] doubles) {
            return TFloat64.tensorOf(shape, DataBuffers.of(doubles, true, false).narrow(size));
        } else if (column.values() instanceof boolean[] bools) {
            return TBool.tensorOf(shape, DataBuffers.of(bools, true, false).narrow(size));
        } else {
            byte[][] strings = (byte[][]) column.values();
            return TString.tensorOfBytes(shape, DataBuffers.ofObjects(strings).narrow(size));
        }
    }

    /** Copies the values of a tensor whose first dimension is the batch; the caller closes it. */
    static TensorColumn columnOf(Tensor tensor) {
        List<Integer> shape = new ArrayList<>();
        for (int i = 1; i < tensor.shape().numDimensions(); i++) {
            shape.add(Math.toIntExact(tensor.shape().get(i)));
        }
        int size = Math.toIntExact(tensor.shape().size());
        if (tensor instanceof TFloat32 floats) {
            float[] values = new float[size];
            floats.copyTo(DataBuffers.of(values, false, false));
            return new TensorColumn(values, shape);
        } else if (tensor instanceof TInt32 ints) {
            int[] values = new int[size];
            ints.copyTo(DataBuffers.of(values, false, false));
            return new TensorColumn(values, shape);
        } else if (tensor instanceof TInt64 longs) {
            long[] values = new long[size];
            longs.copyTo(DataBuffers.of(values, false, false));
            return new TensorColumn(values, shape);
        } else if (tensor instanceof TFloat64 doubles) {
            double[] values = new double[size];
            doubles.copyTo(DataBuffers.of(values, false, false));
            return new TensorColumn(values, shape);
        } else if (tensor instanceof TBool bools) {
            boolean[] values = new boolean[size];
            bools.copyTo(DataBuffers.of(values, false, false));
            return new TensorColumn(values, shape);
        } else if (tensor instanceof TString strings) {
            byte[][] values = new byte[size][];
            strings.asBytes().copyTo(DataBuffers.of(values, false, false));
            return new TensorColumn(values, shape);
        }
        throw new ModelException(
                "Expected an output of float32, float64, int32, int64, bool or string, found " + tensor.dataType());
    }
}
