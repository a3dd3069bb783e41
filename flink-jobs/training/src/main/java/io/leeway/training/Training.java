package io.leeway.training;

import io.leeway.evaluation.Reliability;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.card.ModelCard;
import io.leeway.training.card.ReleaseManifest;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.NetworkFitting;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.ShopperBaseline;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import io.leeway.training.options.WeightStorage;
import io.leeway.training.privacy.PrivateFitting;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * What all trainers do: fit, write, load what was written, measure it, and write the card and the
 * manifest.
 *
 * @param baseline what the model's scores are explained against, where they are
 */
record Training(
        Task task,
        Architecture architecture,
        TrainingObjective objective,
        Vocabulary vocabulary,
        double peakRate,
        Optional<ShopperBaseline> baseline) {
    @FunctionalInterface
    interface Measuring {
        Map<String, Double> measure(ServedModel model, TrainingRows test, TrainingProgress listener);
    }

    record Run(
            List<TrainingExample> train,
            List<TrainingExample> test,
            TrainingOptions options,
            TrainingProgress listener,
            Measuring measuring) {}

    TrainedModel train(Run run, Labels labels) {
        Made made = train(task.id(), run, labels);
        if (run.options().distil()) {
            for (WeightStorage storage : List.of(WeightStorage.BFLOAT16, WeightStorage.UINT8)) {
                made(task.id() + "-" + storage.id(), run, folder -> made.fitted()
                        .in(storage));
            }
            Labels soft;
            try (ServedModel teacher = new ServedModel(made.model().directory(), objective)) {
                soft = Distillation.labels(teacher, rows(run.train()), labels, run.listener());
            }
            Architecture student = Distillation.student(task, run.train(), labels);
            new Training(task, student, objective, vocabulary, peakRate, baseline)
                    .train(task.id() + Distillation.STUDENT, run, soft);
        }
        return made.model();
    }

    /** The names of the variants that {@link TrainingOptions#distil} makes of a task's model. */
    static List<String> variants(Task task) {
        return List.of(
                task.id() + "-" + WeightStorage.BFLOAT16.id(),
                task.id() + "-" + WeightStorage.UINT8.id(),
                task.id() + Distillation.STUDENT);
    }

    record Made(TrainedModel model, NetworkFitting.Fitted fitted) {}

    /** @param name the model's, the task's own or that of a variant */
    Made train(String name, Run run, Labels labels) {
        boolean variant = !name.equals(task.id());
        TrainingOptions options = variant ? run.options().with(run.options().hyperparameters()) : run.options();
        return made(name, run, folder -> fit(folder, rows(run.train()), labels, options, run.listener()));
    }

    private Made made(String name, Run run, Function<ModelFolder, NetworkFitting.Fitted> fit) {
        TrainingOptions options = run.options();
        try (ModelFolder folder = ModelFolder.begin(options.models(), name, options.version())) {
            NetworkFitting.Fitted fitted = fit.apply(folder);
            ReleaseManifest manifest =
                    new ReleaseManifest(name, task, objective, vocabulary, options, run.train(), run.test());
            return new Made(publish(folder, manifest, fitted, run), fitted);
        } catch (IOException unwritable) {
            throw ModelFolder.unwritable(name, options.models(), unwritable);
        }
    }

    private NetworkFitting.Fitted fit(
            ModelFolder folder, TrainingRows rows, Labels labels, TrainingOptions options, TrainingProgress listener) {
        if (options.privacy().isPresent()) {
            return new PrivateFitting(
                            task,
                            architecture,
                            objective,
                            peakRate,
                            options.privacy().get())
                    .fit(rows, labels, options, listener);
        }
        SplittableRandom random = new SplittableRandom(options.seed() ^ 0x5EA7C4L);
        TrainingOptions tried = options.with(options.hyperparameters());
        NetworkFitting.Fitted best = fitting(folder, 0).fit(rows, labels, tried, listener);
        for (int attempt = 1; attempt <= options.search(); attempt++) {
            tried = options.with(options.hyperparameters().drawn(random));
            NetworkFitting.Fitted other = fitting(folder, attempt)
                    .fit(rows, labels, tried, listener)
                    .with("searched", tried.hyperparameters().toString());
            if (other.loss() < best.loss()) {
                best = other;
            }
        }
        return best;
    }

    private NetworkFitting fitting(ModelFolder folder, int attempt) {
        return new NetworkFitting(task, architecture, objective, peakRate, folder.checkpoint(attempt));
    }

    private TrainedModel publish(ModelFolder folder, ReleaseManifest release, NetworkFitting.Fitted fitted, Run run)
            throws IOException {
        ModelExport.write(folder.partial(), task, architecture, objective, fitted.weights(), baseline);
        TrainingRows later = rows(run.test());
        Map<String, Double> figures;
        Reliability plotted;
        try (ServedModel model = new ServedModel(folder.partial(), objective)) {
            figures = run.measuring().measure(model, later, run.listener());
            plotted = plotted(fitted, model, later, run.test());
            // Golden rows are published with the model: they are of no shopper.
            model.golden(TrainingRows.synthetic(task, vocabulary)).write(folder.partial());
        }
        ModelManifest draft = release.of(architecture, fitted, baseline, figures);
        ModelCard.write(
                folder.partial(),
                draft,
                run.options().command(),
                plotted,
                task == Task.CHURN ? "the later examples" : "the validation examples, first choices");
        ModelManifest manifest = ManifestFile.seal(folder.partial(), draft);
        // What serving would refuse must not be published.
        SavedModel.load(
                        folder.partial(),
                        LoadOptions.serving(task, run.options().labels().profile()))
                .close();
        return new TrainedModel(folder.publish(), manifest);
    }

    /** Churn's of the test examples; interest, which has shares, of the validation rows. */
    private Reliability plotted(
            NetworkFitting.Fitted fitted, ServedModel model, TrainingRows later, List<TrainingExample> test) {
        if (task != Task.CHURN) {
            return fitted.validation()
                    .orElseThrow()
                    .reliability(fitted.weights().temperature());
        }
        double[] came = test.stream().mapToDouble(Labels::ofChurn).toArray();
        return Reliability.ofEqualRows(model.probabilities(later, "", TrainingProgress.none()), came);
    }

    private TrainingRows rows(List<TrainingExample> examples) {
        List<FeatureVector> vectors =
                examples.stream().map(TrainingExample::features).toList();
        return new TrainingRows(task, vectors, vocabulary);
    }
}
