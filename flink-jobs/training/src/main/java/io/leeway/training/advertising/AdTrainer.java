package io.leeway.training.advertising;

import io.leeway.decisions.advertising.AdFeatures;
import io.leeway.decisions.advertising.ModelPredictor;
import io.leeway.evaluation.Resampling;
import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.training.ModelFolder;
import io.leeway.training.TrainedModel;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.AdamOptimizer;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.network.Dropout;
import io.leeway.training.network.NetworkParameters;
import io.leeway.training.network.TrainedWeights;
import io.leeway.training.options.SessionThreads;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * Trains the model of clicks and conversions on a log of impressions, and releases it as
 * {@code <models>/advertising/<version>/}.
 *
 * <p>The last tenth in time is held out: the variables of the epoch with the least loss there are
 * kept. The same log and seed give the same model.
 *
 * @param vocabulary categories by id − 2
 */
public record AdTrainer(List<String> vocabulary, long seed, TrainingProgress listener) {
    public static final String NAME = "advertising";

    private static final int BATCH = 512;
    private static final int EPOCHS = 12;
    private static final int PATIENCE = 2;
    private static final double RATE = 2e-3;
    private static final double DECAY = 1e-2;
    private static final double LEFT_OUT = 0.1;
    private static final int GOLDEN = 8;

    /**
     * @param log impressions in order of time, at least 1000
     * @throws TrainingException where there are too few, or no click or conversion
     */
    public TrainedModel train(List<AdImpression> log, Path models, long version) throws IOException {
        if (log.size() < 1000 || log.stream().noneMatch(AdImpression::conversion)) {
            throw new TrainingException("Expected at least 1000 impressions with a conversion among them, found "
                    + log.size() + "; log for longer");
        }
        try (ModelFolder folder = ModelFolder.begin(models, NAME, version)) {
            Map<String, String> facts = new TreeMap<>();
            Map<String, float[]> variables = fit(log, facts);
            export(folder.partial(), variables);
            try (SavedModel served = SavedModel.load(folder.partial(), LoadOptions.anyModel())) {
                GoldenRows.record(served, ModelExport.SIGNATURE, ModelPredictor.columns(synthetic()), GOLDEN)
                        .write(folder.partial());
            }
            ModelManifest manifest = ManifestFile.seal(folder.partial(), manifest(log, facts, version));
            return new TrainedModel(folder.publish(), manifest);
        }
    }

    /** Rows of no shopper. */
    private List<AdFeatures> synthetic() {
        SplittableRandom random = new SplittableRandom(1);
        List<AdFeatures> rows = new ArrayList<>();
        for (int row = 0; row < GOLDEN; row++) {
            int[] history = new int[AdFeatures.SLOTS];
            float[] weights = new float[AdFeatures.SLOTS];
            for (int slot = 0; slot < history.length; slot++) {
                history[slot] = random.nextInt(vocabulary.size() + Vocabulary.RESERVED);
                weights[slot] = (float) random.nextDouble();
            }
            float[] context = new float[AdFeatures.CONTEXT];
            for (int i = 0; i < context.length; i++) {
                context[i] = (float) random.nextDouble();
            }
            rows.add(
                    new AdFeatures(history, weights, random.nextInt(vocabulary.size() + Vocabulary.RESERVED), context));
        }
        return rows;
    }

    private Map<String, float[]> fit(List<AdImpression> log, Map<String, String> facts) {
        int held = log.size() / 10;
        List<AdImpression> train = log.subList(0, log.size() - held);
        List<AdImpression> validation = log.subList(log.size() - held, log.size());
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Dropout dropout = new Dropout(tf, LEFT_OUT, seed);
            NetworkParameters parameters = new NetworkParameters(tf, seed, dropout);
            AdInputs inputs = AdInputs.of(tf);
            AdNetwork network = new AdNetwork(tf, inputs, parameters, vocabulary.size() + 2);
            Placeholder<TFloat32> labels = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, 2)));
            Operand<TFloat32> loss = network.loss(labels);
            AdamOptimizer adam =
                    new AdamOptimizer(tf, AdamOptimizer.slopes(tf, loss, parameters.all()), parameters.all(), DECAY);
            try (Session session = new Session(graph, SessionThreads.inOrder())) {
                parameters.initialise(session);
                adam.initialise(session);
                Map<String, float[]> best = parameters.read(session);
                double least = Double.POSITIVE_INFINITY;
                int bestEpoch = 0;
                for (int epoch = 1; epoch <= EPOCHS && epoch - bestEpoch <= PATIENCE; epoch++) {
                    epoch(session, inputs, labels, adam, dropout, train, epoch);
                    double now = loss(session, inputs, labels, loss, validation);
                    if (now < least) {
                        least = now;
                        bestEpoch = epoch;
                        best = parameters.read(session);
                    }
                }
                listener.progress("training advertising", EPOCHS, EPOCHS);
                facts.put("epochs", Integer.toString(bestEpoch));
                facts.put("validation.loss", Double.toString(least));
                facts.put("parameters", Long.toString(parameters.count()));
                return best;
            }
        }
    }

    private void epoch(
            Session session,
            AdInputs inputs,
            Placeholder<TFloat32> labels,
            AdamOptimizer adam,
            Dropout dropout,
            List<AdImpression> rows,
            int epoch) {
        int[] order = Resampling.shuffle(TrainingRows.inOrder(rows.size()), new SplittableRandom(seed * 31 + epoch));
        for (int from = 0; from < order.length; from += BATCH) {
            List<AdImpression> batch = new ArrayList<>();
            for (int i = from; i < Math.min(order.length, from + BATCH); i++) {
                batch.add(rows.get(order[i]));
            }
            Map<String, Tensor> tensors = AdInputs.tensors(batch);
            try (TFloat32 target = labels(batch);
                    TFloat32 kept = TFloat32.scalarOf(dropout.kept());
                    TInt64 step = TInt64.scalarOf(adam.steps())) {
                Session.Runner runner = session.runner().feed(labels, target);
                inputs.byName().forEach((name, input) -> runner.feed(input, tensors.get(name)));
                dropout.feed(runner, kept, step);
                adam.step(runner, RATE / Math.sqrt(epoch));
            } finally {
                tensors.values().forEach(Tensor::close);
            }
            if (from % (20 * BATCH) == 0) {
                listener.progress("training advertising", epoch - 1, EPOCHS);
            }
        }
    }

    private static double loss(
            Session session,
            AdInputs inputs,
            Placeholder<TFloat32> labels,
            Operand<TFloat32> loss,
            List<AdImpression> rows) {
        double sum = 0;
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<AdImpression> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
            Map<String, Tensor> tensors = AdInputs.tensors(batch);
            try (TFloat32 target = labels(batch)) {
                Session.Runner runner = session.runner().feed(labels, target).fetch(loss);
                inputs.byName().forEach((name, input) -> runner.feed(input, tensors.get(name)));
                try (Result result = runner.run()) {
                    sum += batch.size() * TrainingRows.floats((TFloat32) result.get(0))[0];
                }
            } finally {
                tensors.values().forEach(Tensor::close);
            }
        }
        return sum / rows.size();
    }

    private static TFloat32 labels(List<AdImpression> rows) {
        float[] values = new float[2 * rows.size()];
        for (int row = 0; row < rows.size(); row++) {
            values[2 * row] = rows.get(row).click() ? 1 : 0;
            values[2 * row + 1] = rows.get(row).conversion() ? 1 : 0;
        }
        return TFloat32.tensorOf(Shape.of(rows.size(), 2), DataBuffers.of(values, true, false));
    }

    private void export(Path directory, Map<String, float[]> variables) throws IOException {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            AdInputs inputs = AdInputs.of(tf);
            NetworkParameters parameters = new NetworkParameters(tf, new TrainedWeights(variables, 1));
            AdNetwork network = new AdNetwork(tf, inputs, parameters, vocabulary.size() + 2);
            Signature.Builder signature = Signature.builder()
                    .key(ModelExport.SIGNATURE)
                    .methodName("tensorflow/serving/predict")
                    .output("ctr", tf.withName("ctr").identity(network.click()))
                    .output("cvr", tf.withName("cvr").identity(network.conversion()));
            inputs.byName().forEach(signature::input);
            ModelExport.write(directory, graph, parameters, List.of(signature.build()));
        }
    }

    private ModelManifest manifest(List<AdImpression> log, Map<String, String> facts, long version) {
        facts.put("architecture", "din-esmm");
        facts.put("seed", Long.toString(seed));
        facts.put("rows", Integer.toString(log.size()));
        facts.put("from", Instant.ofEpochMilli(log.get(0).atMillis()).toString());
        facts.put("to", Instant.ofEpochMilli(log.get(log.size() - 1).atMillis()).toString());
        Map<String, String> inputs = new TreeMap<>();
        for (String name : List.of("history", "weights", "ad", "context")) {
            inputs.put(name, "ad." + name);
        }
        return new ModelManifest(
                NAME,
                version,
                NAME,
                new ModelManifest.CallPlan(ModelExport.SIGNATURE, inputs, "ctr", vocabulary),
                0,
                "click",
                Map.of(),
                new ModelManifest.TrainingEvidence(facts, Map.of()),
                Map.of());
    }

    /**
     * Predicts with a released model, as serving does.
     *
     * @return for each row the probability of a click and that of a conversion after it
     */
    public static double[][] predict(Path model, List<AdImpression> rows) {
        double[][] answers = new double[rows.size()][];
        try (SavedModel served = SavedModel.load(model, LoadOptions.released())) {
            for (int from = 0; from < rows.size(); from += BATCH) {
                List<AdImpression> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
                Map<String, TensorColumn> columns =
                        served.predict(ModelExport.SIGNATURE, AdInputs.columns(batch), batch.size());
                float[] click = TensorColumn.floats(columns, "ctr");
                float[] conversion = TensorColumn.floats(columns, "cvr");
                for (int i = 0; i < batch.size(); i++) {
                    answers[from + i] = new double[] {click[i], conversion[i]};
                }
            }
        }
        return answers;
    }
}
