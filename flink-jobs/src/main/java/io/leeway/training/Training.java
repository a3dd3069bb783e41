package io.leeway.training;

import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelCalibration;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What all trainers do: fit, write, load what was written, measure it, and write the manifest. */
final class Training {

    private final Task task;
    private final Architecture architecture;
    private final Objective objective;
    private final Vocabulary vocabulary;
    private final double peakRate;
    private final Optional<Baseline> baseline;

    /** Takes the figures of a model that was loaded again. */
    @FunctionalInterface
    interface Measuring {
        Map<String, Double> measure(ServedModel model, Rows test, ProgressListener listener);
    }

    /** @param baseline what the model's scores are explained against, where they are */
    Training(
            Task task,
            Architecture architecture,
            Objective objective,
            Vocabulary vocabulary,
            double peakRate,
            Optional<Baseline> baseline) {
        this.task = task;
        this.architecture = architecture;
        this.objective = objective;
        this.vocabulary = vocabulary;
        this.peakRate = peakRate;
        this.baseline = baseline;
    }

    TrainedModel train(
            List<TrainingExample> train,
            Labels labels,
            List<TrainingExample> test,
            TrainingOptions options,
            ProgressListener listener,
            Measuring measuring) {
        try (ModelFolder folder = ModelFolder.begin(options.models(), task.id(), options.version())) {
            Fitting.Fitted fitted = new Fitting(task, architecture, objective, peakRate, folder.checkpoint())
                    .fit(rows(train), labels, options, listener);
            Export.write(folder.partial(), task, architecture, objective, fitted.weights(), baseline);
            Map<String, Double> figures;
            Rows later = rows(test);
            try (ServedModel model = new ServedModel(folder.partial(), objective)) {
                figures = measuring.measure(model, later, listener);
                model.golden(later).write(folder.partial());
            }
            ModelManifest manifest = ManifestFile.seal(
                    folder.partial(),
                    manifest(options, facts(train, test, options, fitted), figures, calibration(train, fitted)));
            // What serving would refuse must not be published.
            SavedModel.load(folder.partial(), LoadOptions.serving(task, options.profile()))
                    .close();
            return new TrainedModel(folder.publish(), manifest);
        } catch (IOException unwritable) {
            throw new TrainingException(
                    "Expected to write the model " + task.id() + " below " + options.models() + ", found " + unwritable
                            + "; check the folder's permissions and the disk's free space",
                    unwritable);
        }
    }

    private Rows rows(List<TrainingExample> examples) {
        List<FeatureVector> vectors =
                examples.stream().map(TrainingExample::features).toList();
        return new Rows(task, vectors, vocabulary);
    }

    private Map<String, String> facts(
            List<TrainingExample> train, List<TrainingExample> test, TrainingOptions options, Fitting.Fitted fitted) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("architecture", architecture.name());
        facts.put("parameters", Long.toString(fitted.parameters()));
        facts.put("seed", Long.toString(options.seed()));
        facts.put("rows", Integer.toString(train.size()));
        facts.put("validation.rows", Integer.toString(fitted.validationRows()));
        facts.put("validation.loss", Double.toString(fitted.loss()));
        facts.put("steps", Long.toString(fitted.steps()));
        facts.put("epoch", Integer.toString(fitted.epoch()));
        baseline.ifPresent(origin -> {
            facts.put("reasons.baseline", origin.description());
            facts.put("reasons.steps", Integer.toString(IntegratedGradients.STEPS));
        });
        facts.put("from", instant(train.get(0)));
        facts.put("to", instant(train.get(train.size() - 1)));
        facts.put("test.from", instant(test.get(0)));
        facts.put("test.to", instant(test.get(test.size() - 1)));
        return facts;
    }

    private static String instant(TrainingExample example) {
        return Instant.ofEpochMilli(example.features().asOfMillis()).toString();
    }

    private static ModelCalibration calibration(List<TrainingExample> train, Fitting.Fitted fitted) {
        double temperature = fitted.weights().temperature();
        int rows = fitted.validationRows();
        return new ModelCalibration(
                temperature == 1 ? "none" : "temperature",
                temperature == 1 ? Map.of() : Map.of("temperature", temperature),
                Map.of(
                        "from", instant(train.get(train.size() - rows)),
                        "to", instant(train.get(train.size() - 1)),
                        "rows", Integer.toString(rows)),
                onValidation(fitted, 1),
                onValidation(fitted, temperature));
    }

    private static Map<String, Double> onValidation(Fitting.Fitted fitted, double temperature) {
        Validation validation = fitted.validation();
        return Map.of(
                "logLoss", validation.loss(temperature),
                "ece", validation.reliability(temperature).error());
    }

    private ModelManifest manifest(
            TrainingOptions options,
            Map<String, String> facts,
            Map<String, Double> figures,
            ModelCalibration calibration) {
        Map<String, String> inputs = new TreeMap<>();
        for (FeatureSpec feature : task.features()) {
            inputs.put(Inputs.tensor(feature), feature.name());
        }
        return new ModelManifest(
                1,
                task.id(),
                options.version(),
                task.id(),
                Export.SIGNATURE,
                inputs,
                objective.output(),
                vocabulary.names(),
                options.horizonDays(),
                options.returnEvent(),
                options.profile(),
                facts,
                figures,
                calibration,
                null,
                Map.of());
    }
}
