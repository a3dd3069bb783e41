package io.leeway.training.dataset;

import io.leeway.model.TensorColumn;
import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Feature vectors of a task with categories as ids of a vocabulary, for batches of tensors. */
public final class TrainingRows {
    /** Ids of the recent actions, in front of a row's ids for the interest task. */
    public static final int ACTIONS = 32;

    private static final int SYNTHETIC = 8;

    private final Task task;
    private final List<FeatureVector> vectors;
    private final int[][] ids;
    private final boolean inFolds;

    public TrainingRows(Task task, List<FeatureVector> vectors, Vocabulary vocabulary) {
        this(task, List.copyOf(vectors), new int[vectors.size()][], true);
        for (int row = 0; row < ids.length; row++) {
            ids[row] = ids(vectors.get(row), vocabulary);
        }
    }

    /** Rows of no shopper: numbers of about a feature's size, and categories that the model knows. */
    public static TrainingRows synthetic(Task task, Vocabulary vocabulary) {
        SplittableRandom random = new SplittableRandom(1);
        String[] dictionary = vocabulary.names().stream().limit(SYNTHETIC).toArray(String[]::new);
        List<FeatureVector> vectors = new ArrayList<>();
        for (int row = 0; row < SYNTHETIC; row++) {
            float[] numbers = new float[task.numbers()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = random.nextInt(3) == 0 ? (float) (4 * random.nextDouble()) : 0;
            }
            int[] ids = syntheticIds(task, dictionary.length, random);
            vectors.add(new FeatureVector("synthetic", 0, 1, true, task.id(), dictionary, ids, numbers, 0, 0));
        }
        return new TrainingRows(task, vectors, vocabulary);
    }

    private static int[] syntheticIds(Task task, int categories, SplittableRandom random) {
        int[] ids = new int[task.ids()];
        int at = 0;
        for (FeatureSpec feature : task.features()) {
            if (feature.kind() != FeatureSpec.Kind.NUMBER) {
                int upTo = feature.kind() == FeatureSpec.Kind.CATEGORY ? categories : 1;
                for (int i = 0; i < feature.width(); i++) {
                    ids[at++] = random.nextInt(upTo + 1);
                }
            }
        }
        return ids;
    }

    private TrainingRows(Task task, List<FeatureVector> vectors, int[][] ids, boolean inFolds) {
        this.task = task;
        this.vectors = vectors;
        this.ids = ids;
        this.inFolds = inFolds;
    }

    /** The same rows as a served graph answers them: with statistics of all shoppers. */
    public TrainingRows asServed() {
        return new TrainingRows(task, vectors, ids, false);
    }

    private int[] ids(FeatureVector vector, Vocabulary vocabulary) {
        int[] mapped = new int[task.ids()];
        int at = 0;
        for (FeatureSpec feature : task.features()) {
            if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                continue;
            }
            for (int i = 0; i < feature.width(); i++, at++) {
                int id = vector.ids()[at];
                boolean name = feature.kind() == FeatureSpec.Kind.CATEGORY && id != Vocabulary.PADDING;
                mapped[at] = name ? vocabulary.id(vector.dictionary()[id - 1]) : id;
            }
        }
        return mapped;
    }

    public int size() {
        return ids.length;
    }

    public void addTo(TrainingFingerprint subject) {
        for (int row = 0; row < ids.length; row++) {
            FeatureVector vector = vectors.get(row);
            subject.add(vector.userId()).add(vector.asOfMillis()).add(ids[row]).add(vector.numbers());
        }
    }

    public List<String> users(int from) {
        return vectors.subList(from, vectors.size()).stream()
                .map(FeatureVector::userId)
                .toList();
    }

    /** The fold that a row's shopper is in, below {@link Transitions#FOLDS}. */
    int fold(int row) {
        if (!inFolds) {
            return Transitions.ALL;
        }
        int hash = vectors.get(row).userId().hashCode() * 0x9E3779B9;
        return (hash >>> 16) % Transitions.FOLDS;
    }

    public int[] ids(int row) {
        return ids[row];
    }

    /** Tensors of rows {@code order[from]} to {@code order[to − 1]}; the caller closes them. */
    public Map<String, Tensor> tensors(int[] order, int from, int to) {
        return tensors(columns(order, from, to), to - from);
    }

    /** Tensors of a number of rows by name; the caller closes them. */
    public static Map<String, Tensor> tensors(Map<String, TensorColumn> columns, int rows) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        columns.forEach((name, column) -> {
            Shape shape = NetworkInputs.batched(rows, column.shape());
            tensors.put(
                    name,
                    column.values() instanceof int[] ints
                            ? TInt32.tensorOf(shape, DataBuffers.of(ints, true, false))
                            : TFloat32.tensorOf(shape, DataBuffers.of((float[]) column.values(), true, false)));
        });
        return tensors;
    }

    /** The same with the folds of the shoppers, as a graph takes them that trains. */
    public Map<String, Tensor> trainingTensors(int[] order, int from, int to) {
        Map<String, Tensor> tensors = tensors(order, from, to);
        int[] folds = new int[to - from];
        for (int i = from; i < to; i++) {
            folds[i - from] = fold(order[i]);
        }
        tensors.put(NetworkInputs.FOLD, TInt32.tensorOf(Shape.of(to - from), DataBuffers.of(folds, true, false)));
        return tensors;
    }

    public Map<String, TensorColumn> columns(int[] order, int from, int to) {
        Map<String, TensorColumn> columns = new LinkedHashMap<>();
        for (FeatureSpec feature : task.features()) {
            String name = NetworkInputs.tensor(feature);
            if (feature.kind() == FeatureSpec.Kind.NUMBER) {
                columns.put(name, new TensorColumn(numbers(feature, order, from, to), feature.shape()));
            } else {
                columns.put(name, new TensorColumn(ids(feature, order, from, to), feature.shape()));
            }
        }
        return columns;
    }

    private float[] numbers(FeatureSpec feature, int[] order, int from, int to) {
        int width = feature.width();
        int offset = task.offset(feature);
        float[] values = new float[(to - from) * width];
        for (int i = from; i < to; i++) {
            System.arraycopy(vectors.get(order[i]).numbers(), offset, values, (i - from) * width, width);
        }
        return values;
    }

    private int[] ids(FeatureSpec feature, int[] order, int from, int to) {
        int width = feature.width();
        int offset = task.offset(feature);
        int[] values = new int[(to - from) * width];
        for (int i = from; i < to; i++) {
            System.arraycopy(ids[order[i]], offset, values, (i - from) * width, width);
        }
        return values;
    }

    public static int[] inOrder(int n) {
        return IntStream.range(0, n).toArray();
    }

    /** A tensor's values, row-major. */
    public static float[] floats(TFloat32 tensor) {
        float[] values = new float[Math.toIntExact(tensor.size())];
        tensor.asRawTensor().data().asFloats().read(values);
        return values;
    }
}
