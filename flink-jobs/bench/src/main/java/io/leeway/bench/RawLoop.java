package io.leeway.bench;

import io.leeway.model.TensorColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The limit: a SavedModel called in a tight loop by TensorFlow's own interface, without anything of
 * Leeway's. Inputs are copied from arrays that are full already, the first output is copied out,
 * every tensor is closed. One thread, the calling one: a pool of one costs a tenth more.
 */
final class RawLoop implements AutoCloseable {
    private static final int LOOK_EVERY = 8;
    private static final RunOptions INLINE =
            RunOptions.newBuilder().setInterOpThreadPool(-1).build();

    private final SavedModelBundle bundle;
    private final List<Output<?>> fed = new ArrayList<>();
    private final List<List<TensorColumn>> bundles;
    private final Output<?> fetched;
    private final int rows;
    private int next;

    /**
     * @param bundles columns by the signature's input names, with {@code rows} rows each: they are
     *     called in turn, since what a row says decides a little of what it costs
     */
    RawLoop(Path model, String signature, List<Map<String, TensorColumn>> bundles, int rows) {
        this.rows = rows;
        this.bundle = SavedModelBundle.loader(model.toString())
                .withTags("serve")
                .withConfigProto(ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(1)
                        .setInterOpParallelismThreads(1)
                        .setUsePerSessionThreads(true)
                        .build())
                .load();
        SignatureDef definition = bundle.metaGraphDef().getSignatureDefOrThrow(signature);
        List<String> names = List.copyOf(bundles.get(0).keySet());
        for (String name : names) {
            fed.add(bundle.graph()
                    .outputOrThrow(definition.getInputsOrThrow(name).getName()));
        }
        this.bundles = bundles.stream()
                .map(columns -> names.stream().map(columns::get).toList())
                .toList();
        this.fetched = bundle.graph()
                .outputOrThrow(
                        definition.getOutputsMap().values().iterator().next().getName());
    }

    /** Calls for about so long; returns rows a second. */
    double run(long nanos, LongSupplier nanoClock) {
        long start = nanoClock.getAsLong();
        long calls = 0;
        long spent;
        do {
            for (int i = 0; i < LOOK_EVERY; i++) {
                call(bundles.get(next));
                next = next + 1 == bundles.size() ? 0 : next + 1;
            }
            calls += LOOK_EVERY;
            spent = nanoClock.getAsLong() - start;
        } while (spent < nanos);
        return calls * (double) rows * 1e9 / spent;
    }

    private void call(List<TensorColumn> columns) {
        Session.Runner runner = bundle.session().runner().setOptions(INLINE);
        List<Tensor> tensors = new ArrayList<>(fed.size());
        try {
            for (int i = 0; i < fed.size(); i++) {
                Tensor tensor = tensor(columns.get(i));
                tensors.add(tensor);
                runner.feed(fed.get(i), tensor);
            }
            try (Result result = runner.fetch(fetched).run()) {
                TFloat32 answer = (TFloat32) result.get(0);
                answer.copyTo(
                        DataBuffers.of(new float[Math.toIntExact(answer.shape().size())], false, false));
            }
        } finally {
            tensors.forEach(Tensor::close);
        }
    }

    private Tensor tensor(TensorColumn column) {
        long[] dimensions = new long[column.shape().size() + 1];
        dimensions[0] = rows;
        for (int i = 1; i < dimensions.length; i++) {
            dimensions[i] = column.shape().get(i - 1);
        }
        Shape shape = Shape.of(dimensions);
        if (column.values() instanceof float[] floats) {
            return TFloat32.tensorOf(shape, DataBuffers.of(floats, true, false).narrow(shape.size()));
        } else if (column.values() instanceof int[] ints) {
            return TInt32.tensorOf(shape, DataBuffers.of(ints, true, false).narrow(shape.size()));
        }
        throw new IllegalArgumentException("Expected numbers or ids, found " + column.type());
    }

    @Override
    public void close() {
        bundle.close();
    }
}
