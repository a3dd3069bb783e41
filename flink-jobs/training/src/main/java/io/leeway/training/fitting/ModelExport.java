package io.leeway.training.fitting;

import com.google.protobuf.CodedOutputStream;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.NetworkInputs;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.network.ShopperBaseline;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.options.SessionThreads;
import io.leeway.training.reasons.IntegratedGradients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;

/** Writes trained variables as a SavedModel of a graph that only answers. */
public final class ModelExport {
    public static final String SIGNATURE = "serving_default";

    /** A yes-or-no model's second output: the uncalibrated logit, float32[batch]. */
    public static final String SCORE = "score";

    public static final String TAG = "serve";

    private ModelExport() {}

    /** @param baseline what scores are explained against; without one there are no reasons */
    public static void write(
            Path directory,
            Task task,
            Architecture architecture,
            TrainingObjective objective,
            TrainedWeights weights,
            Optional<ShopperBaseline> baseline)
            throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            NetworkInputs inputs = NetworkInputs.serving(tf, task);
            NetworkParameters parameters = new NetworkParameters(tf, weights);
            Operand<TFloat32> logits = architecture.logits(tf, inputs, parameters);
            Operand<TFloat32> answer = objective.answer(tf, logits, weights.temperature());
            Signature.Builder signature = Signature.builder().key(SIGNATURE).methodName("tensorflow/serving/predict");
            for (FeatureSpec feature : task.features()) {
                signature.input(NetworkInputs.tensor(feature), inputs.of(feature));
            }
            if (objective == TrainingObjective.BINARY) {
                signature.output(SCORE, tf.withName(SCORE).reshape(logits, tf.constant(new int[] {-1})));
            }
            List<Signature> signatures = new ArrayList<>();
            signatures.add(signature.output(objective.output(), answer).build());
            baseline.ifPresent(origin -> signatures.add(IntegratedGradients.of(
                    tf, origin, inputs, (ops, points) -> architecture.logits(ops, points, parameters.again()))));
            write(directory, graph, parameters, signatures);
        }
    }

    /**
     * Writes a graph with the first values of its parameters. Its maps are in order of rising keys,
     * so that the same model has the same digest.
     */
    public static void write(Path directory, Graph graph, NetworkParameters parameters, List<Signature> signatures)
            throws IOException {
        try (Session session = new Session(graph, SessionThreads.inOrder())) {
            parameters.initialise(session);
            SavedModelBundle.Exporter exporter = SavedModelBundle.exporter(directory.toString())
                    .withTags(TAG)
                    .withSession(session);
            for (Signature signature : signatures) {
                exporter.withSignature(signature);
            }
            exporter.export();
        }
        Path file = directory.resolve("saved_model.pb");
        SavedModel model = SavedModel.parseFrom(Files.readAllBytes(file));
        byte[] bytes = new byte[model.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        model.writeTo(out);
        out.checkNoSpaceLeft();
        Files.write(file, bytes);
    }
}
