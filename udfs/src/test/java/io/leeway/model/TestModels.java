package io.leeway.model;

import static io.leeway.shopper.FeatureSpec.Kind.NUMBER;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leeway.model.answers.Explanations;
import io.leeway.model.files.LocalFolder;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Real SavedModels, made here with TensorFlow or found in {@code LEEWAY_MODELS}. */
public final class TestModels {

    public static final List<String> VOCABULARY = List.of("baby", "baby/toddler", "garden", "books");
    public static final Map<String, Long> PROFILE = Map.of("sessionGapMillis", 1_800_000L, "recentActions", 32L);

    private TestModels() {}

    /** The folder of the models of others; the test is skipped where it is absent. */
    public static Path others() {
        String named = System.getenv("LEEWAY_MODELS");
        Path folder = named == null ? projectRoot().resolve("../shared/models").normalize() : Path.of(named);
        assumeTrue(Files.isDirectory(folder), "no models of others in " + folder + "; set LEEWAY_MODELS");
        return folder;
    }

    private static Path projectRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn")) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** p = sigmoid(x · (1, 2, 3, 4)), signature {@code score}. */
    public static Path linear(Path directory) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 4)));
            Variable<TFloat32> weights = tf.variable(tf.constant(new float[][] {{1}, {2}, {3}, {4}}));
            Operand<TFloat32> logit = tf.reshape(tf.linalg.matMul(x, weights), tf.constant(new int[] {-1}));
            return export(
                    graph,
                    directory,
                    Signature.builder("score")
                            .input("x", x)
                            .output("p", tf.math.sigmoid(logit))
                            .build());
        }
    }

    /**
     * A model of the shape that a task asks for, with weights of a seed; signature {@code score}.
     */
    public static Path task(Path directory, Task task, long seed) {
        return task(directory, task, seed, (tf, answer) -> answer);
    }

    /** The same, whose answer goes through more operations. */
    public static Path task(
            Path directory, Task task, long seed, BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> more) {
        int classes = VOCABULARY.size() + 2;
        Random random = new Random(seed);
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            float[][] table = new float[Math.max(classes, 16)][classes];
            for (float[] row : table) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = (float) random.nextGaussian();
                }
            }
            Variable<TFloat32> weights = tf.variable(tf.constant(table));
            Signature.Builder signature = Signature.builder("score");
            Operand<TFloat32> logits = tf.constant(new float[1][classes]);
            for (FeatureSpec feature : task.features()) {
                long[] shape = new long[feature.shape().size() + 1];
                shape[0] = -1;
                for (int i = 1; i < shape.length; i++) {
                    shape[i] = feature.shape().get(i - 1);
                }
                if (feature.kind() == NUMBER) {
                    Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(shape)));
                    Operand<TFloat32> flat = tf.reshape(input, tf.constant(new int[] {-1, feature.width()}));
                    Operand<TFloat32> mean = tf.math.mean(flat, tf.constant(new int[] {1}));
                    logits = tf.math.add(logits, tf.expandDims(mean, tf.constant(1)));
                    signature.input(inputName(feature), input);
                } else {
                    Placeholder<TInt32> input = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(shape)));
                    Operand<TFloat32> rows = tf.gather(weights, input, tf.constant(0));
                    logits = tf.math.add(logits, tf.math.mean(rows, tf.constant(new int[] {1})));
                    signature.input(inputName(feature), input);
                }
            }
            Operand<TFloat32> answer = task == Task.CHURN
                    ? tf.math.sigmoid(tf.math.mean(
                            tf.linalg.matMul(
                                    logits, tf.slice(weights, tf.constant(new int[] {0, 0}), tf.constant(new int[] {
                                        classes, classes
                                    }))),
                            tf.constant(new int[] {1})))
                    : tf.nn.softmax(logits);
            return export(
                    graph,
                    directory,
                    signature.output("answer", more.apply(tf, answer)).build());
        }
    }

    /** Gives back what it gets, of every type, two values a row; signature {@code echo}. */
    public static Path echo(Path directory) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Signature.Builder signature = Signature.builder("echo");
            List<Class<? extends TType>> types =
                    List.of(TFloat32.class, TFloat64.class, TInt32.class, TInt64.class, TBool.class, TString.class);
            for (Class<? extends TType> type : types) {
                Placeholder<? extends TType> input = tf.placeholder(type, Placeholder.shape(Shape.of(-1, 2)));
                String name = TensorType.of(input.asOutput().dataType()).id();
                signature.input(name, input).output(name, tf.identity(input));
            }
            // A session without variables has nothing to export.
            tf.variable(tf.constant(1f));
            return export(graph, directory, signature.build());
        }
    }

    /**
     * Five inputs of five types and three outputs, signature {@code serving_default}: {@code total}
     * = amount + count + the sum of weights, {@code doubled} = 2 · count, {@code tag} = name where
     * keep, else {@code none}.
     */
    public static Path mixed(Path directory) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> amount = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
            Placeholder<TInt64> count = tf.placeholder(TInt64.class, Placeholder.shape(Shape.of(-1)));
            Placeholder<TString> name = tf.placeholder(TString.class, Placeholder.shape(Shape.of(-1)));
            Placeholder<TBool> keep = tf.placeholder(TBool.class, Placeholder.shape(Shape.of(-1, 1)));
            Placeholder<TFloat32> weights = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 3)));
            tf.variable(tf.constant(1f));
            Operand<TFloat32> total = tf.math.add(
                    tf.math.add(amount, tf.dtypes.cast(count, TFloat32.class)), tf.reduceSum(weights, tf.constant(1)));
            Operand<TString> none = tf.fill(tf.shape(name), tf.constant("none"));
            Operand<TBool> flat = tf.reshape(keep, tf.constant(new int[] {-1}));
            return export(
                    graph,
                    directory,
                    Signature.builder("serving_default")
                            .input("amount", amount)
                            .input("count", count)
                            .input("name", name)
                            .input("keep", keep)
                            .input("weights", weights)
                            .output("total", total)
                            .output("doubled", tf.math.add(count, count))
                            .output("tag", tf.select(flat, name, none))
                            .build());
        }
    }

    /**
     * {@code mean} of rows of any length; {@code row} = row {@code id} of a table of 4, which fails
     * for any other id. Signature {@code serving_default}.
     */
    public static Path lookup(Path directory) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> values = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1)));
            Placeholder<TInt32> id = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(-1)));
            Variable<TFloat32> table = tf.variable(tf.constant(new float[][] {{0, 1}, {10, 11}, {20, 21}, {30, 31}}));
            return export(
                    graph,
                    directory,
                    Signature.builder("serving_default")
                            .input("values", values)
                            .input("id", id)
                            .output("mean", tf.math.mean(values, tf.constant(1)))
                            .output("row", tf.gather(table, id, tf.constant(0)))
                            .build());
        }
    }

    /** Operations that loop for ever where the largest value is -1 or more. */
    public static Operand<TFloat32> endless(Ops tf, Operand<TFloat32> answer) {
        ConcreteFunction always = ConcreteFunction.create(inner -> {
            Placeholder<TFloat32> value = inner.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
            return Signature.builder("always")
                    .input("value", value)
                    .output(
                            "on",
                            inner.math.greaterEqual(inner.reduceMax(value, inner.constant(0)), inner.constant(-1f)))
                    .build();
        });
        ConcreteFunction same = ConcreteFunction.create(inner -> {
            Placeholder<TFloat32> value = inner.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
            return Signature.builder("same")
                    .input("value", value)
                    .output("next", inner.math.add(value, inner.constant(0f)))
                    .build();
        });
        return tf.statelessWhile(List.of(answer), always, same).output().get(0).expect(TFloat32.class);
    }

    /** {@code y} = {@code x}, which loops for ever where one is -1 or more. */
    public static Path endless(Path directory) {
        return endlessFrom(directory, -1f);
    }

    /** {@code y} = {@code x}, which loops for ever from 10 on: zeros pass. */
    public static Path trap(Path directory) {
        return endlessFrom(directory, 10f);
    }

    private static Path endlessFrom(Path directory, float least) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
            tf.variable(tf.constant(1f));
            Operand<TFloat32> shift = tf.constant(least + 1);
            return export(
                    graph,
                    directory,
                    Signature.builder("serving_default")
                            .input("x", x)
                            .output("y", tf.math.add(endless(tf, tf.math.sub(x, shift)), shift))
                            .build());
        }
    }

    /** {@code y} = {@code x} / 2 + 2, signature {@code serving_default}. */
    public static Path halfPlusTwo(Path directory) {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<TFloat32> x = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 1)));
            Variable<TFloat32> half = tf.variable(tf.constant(0.5f));
            return export(
                    graph,
                    directory,
                    Signature.builder("serving_default")
                            .input("x", x)
                            .output("y", tf.math.add(tf.math.mul(x, half), tf.constant(2f)))
                            .build());
        }
    }

    private static Path export(Graph graph, Path directory, Signature... signatures) {
        try (Session session = new Session(graph)) {
            session.initialize();
            SavedModelBundle.exporter(directory.toString())
                    .withTags("serve")
                    .withSession(session)
                    .withSignatures(signatures)
                    .export();
            return directory;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    public static String inputName(FeatureSpec feature) {
        return "in_" + feature.name().replace('.', '_');
    }

    /** The manifest of a model that {@link #task} made, not yet sealed. */
    public static ModelManifest manifest(Task task) {
        Map<String, String> inputs = new LinkedHashMap<>();
        task.features().forEach(feature -> inputs.put(inputName(feature), feature.name()));
        return new ModelManifest(
                task.id(),
                3,
                task.id(),
                new ModelManifest.CallPlan("score", inputs, "answer", VOCABULARY),
                28,
                "purchase",
                PROFILE,
                new ModelManifest.TrainingEvidence(Map.of("seed", "7"), Map.of("auc", 0.75)),
                Map.of());
    }

    /** A released model of a task in {@code <base>/<task>/3}. */
    public static ModelLocation released(Path base, Task task) {
        Path directory = base.resolve(task.id()).resolve("3");
        task(directory, task, 7);
        ManifestFile.seal(directory, manifest(task));
        return new ModelLocation(task.id(), 3, directory);
    }

    /**
     * A released model of a task as this build's profiles feed it, in {@code <base>/<task>/3}; a
     * churn model says its reasons: every number's attribution is the number.
     */
    public static Path serving(Path base, Task task, Map<String, Long> profile) {
        Path directory = base.resolve(task.id()).resolve("3");
        task(directory, task, 7);
        if (task == Task.CHURN) {
            edit(directory, TestModels::reasons);
        }
        ModelManifest plain = manifest(task);
        ManifestFile.seal(
                directory,
                new ModelManifest(
                        plain.name(),
                        plain.version(),
                        plain.task(),
                        new ModelManifest.CallPlan(
                                plain.signature(), plain.inputs(), plain.output(), plain.vocabulary()),
                        plain.horizonDays(),
                        plain.returnEvent(),
                        profile,
                        new ModelManifest.TrainingEvidence(plain.training(), plain.metrics()),
                        plain.files()));
        return directory;
    }

    /**
     * A signature of reasons that gives every number its own value back, so that it is known what
     * must come out.
     */
    public static void reasons(MetaGraphDef.Builder graph) {
        SignatureDef score = graph.getSignatureDefOrThrow("score");
        SignatureDef.Builder reasons = score.toBuilder().clearOutputs();
        score.getInputsMap().forEach((name, tensor) -> {
            String node = "echo_" + name;
            graph.getGraphDefBuilder()
                    .addNode(NodeDef.newBuilder()
                            .setName(node)
                            .setOp("Identity")
                            .addInput(tensor.getName())
                            .putAttr(
                                    "T",
                                    AttrValue.newBuilder()
                                            .setType(tensor.getDtype())
                                            .build()));
            reasons.putOutputs(
                    Explanations.output(name),
                    tensor.toBuilder().setName(node + ":0").build());
        });
        graph.putSignatureDef(Explanations.SIGNATURE, reasons.build());
    }

    /** The graph of a model, as loading reads it. */
    public static MetaGraphDef graph(Path directory) {
        try (ModelFiles files = ModelFiles.copy(new LocalFolder(directory))) {
            return SavedModelFile.read(files);
        }
    }

    /** Changes the graph of a model, as nobody's exporter would. */
    public static Path edit(Path directory, Consumer<MetaGraphDef.Builder> change) {
        Path file = directory.resolve(SavedModelFile.FILE_NAME);
        try {
            SavedModel.Builder model = SavedModel.parseFrom(Files.readAllBytes(file)).toBuilder();
            change.accept(model.getMetaGraphsBuilder(0));
            Files.write(file, model.build().toByteArray());
            return directory;
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
