package io.leeway.training;

import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.calibration.CalibrationBins;
import io.leeway.training.card.ModelCard;
import io.leeway.training.card.ReleaseManifest;
import io.leeway.training.dataset.Labels;
import io.leeway.training.dataset.SyntheticRows;
import io.leeway.training.dataset.TrainingRows;
import io.leeway.training.dataset.Vocabulary;
import io.leeway.training.fitting.HyperparameterSearch;
import io.leeway.training.fitting.ModelExport;
import io.leeway.training.fitting.NetworkFitting;
import io.leeway.training.fitting.ServedModel;
import io.leeway.training.fitting.TrainingObjective;
import io.leeway.training.network.Architecture;
import io.leeway.training.network.ShopperBaseline;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import io.leeway.training.options.WeightStorage;
import io.leeway.training.privacy.PrivateFitting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all trainers do: fit, write, load what was written, measure it, and write the card and the manifest. */
final class Training {

    private final Task task;
    private final Architecture architecture;
    private final TrainingObjective objective;
    private final Vocabulary vocabulary;
    private final double peakRate;
    private final Optional<ShopperBaseline> baseline;

    /** Takes the figures of a model that was loaded again. */
    @FunctionalInterface
    interface Measuring {
        Map<String, Double> measure(ServedModel model, TrainingRows test, TrainingProgress listener);
    }

    /** @param baseline what the model's scores are explained against, where they are */
    Training(
            Task task,
            Architecture architecture,
            TrainingObjective objective,
            Vocabulary vocabulary,
            double peakRate,
            Optional<ShopperBaseline> baseline) {
        this.task = task;
        this.architecture = architecture;
        this.objective = objective;
        this.vocabulary = vocabulary;
        this.peakRate = peakRate;
        this.baseline = baseline;
    }

    /** The task's model, and its variants where the options ask for them. */
    TrainedModel train(
            List<TrainingExample> train,
            Labels labels,
            List<TrainingExample> test,
            TrainingOptions options,
            TrainingProgress listener,
            Measuring measuring) {
        Made made = train(task.id(), train, labels, test, options, listener, measuring);
        if (options.distil()) {
            for (WeightStorage storage : List.of(WeightStorage.BFLOAT16, WeightStorage.UINT8)) {
                String name = task.id() + "-" + storage.id();
                stored(name, made.fitted(), storage, train, test, options, listener, measuring);
            }
            Labels soft;
            try (ServedModel teacher = new ServedModel(made.model().directory(), objective)) {
                soft = Distillation.labels(teacher, rows(train), labels, listener);
            }
            Architecture student = Distillation.student(task, train, labels);
            new Training(task, student, objective, vocabulary, peakRate, baseline)
                    .train(
                            task.id() + Distillation.STUDENT,
                            train,
                            soft,
                            test,
                            options.with(options.hyperparameters()),
                            listener,
                            measuring);
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

    /** A model with what it was made of. */
    record Made(TrainedModel model, NetworkFitting.Fitted fitted) {}

    /** @param name the model's, the task's own or that of a variant */
    Made train(
            String name,
            List<TrainingExample> train,
            Labels labels,
            List<TrainingExample> test,
            TrainingOptions options,
            TrainingProgress listener,
            Measuring measuring) {
        try (ModelFolder folder = ModelFolder.begin(options.models(), name, options.version())) {
            NetworkFitting.Fitted fitted = fit(folder, rows(train), labels, options, listener);
            ReleaseManifest manifest = new ReleaseManifest(name, task, objective, vocabulary, options, train, test);
            return new Made(publish(folder, manifest, fitted, test, options, listener, measuring), fitted);
        } catch (IOException unwritable) {
            throw unwritable(name, options.models(), unwritable);
        }
    }

    /** The same weights kept otherwise, as a model of another name. */
    TrainedModel stored(
            String name,
            NetworkFitting.Fitted fitted,
            WeightStorage storage,
            List<TrainingExample> train,
            List<TrainingExample> test,
            TrainingOptions options,
            TrainingProgress listener,
            Measuring measuring) {
        NetworkFitting.Fitted kept = new NetworkFitting.Fitted(
                fitted.weights().in(storage), fitted.validation(), fitted.loss(), fitted.facts(), fitted.privacy());
        try (ModelFolder folder = ModelFolder.begin(options.models(), name, options.version())) {
            ReleaseManifest manifest = new ReleaseManifest(name, task, objective, vocabulary, options, train, test);
            return publish(folder, manifest, kept, test, options, listener, measuring);
        } catch (IOException unwritable) {
            throw unwritable(name, options.models(), unwritable);
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
        HyperparameterSearch search = new HyperparameterSearch(options.hyperparameters(), options.seed());
        TrainingOptions tried = options.with(options.hyperparameters());
        NetworkFitting.Fitted best = fitting(folder, 0).fit(rows, labels, tried, listener);
        for (int attempt = 1; attempt <= options.search(); attempt++) {
            tried = options.with(search.next());
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

    private TrainedModel publish(
            ModelFolder folder,
            ReleaseManifest release,
            NetworkFitting.Fitted fitted,
            List<TrainingExample> test,
            TrainingOptions options,
            TrainingProgress listener,
            Measuring measuring)
            throws IOException {
        ModelExport.write(folder.partial(), task, architecture, objective, fitted.weights(), baseline);
        TrainingRows later = rows(test);
        Map<String, Double> figures;
        CalibrationBins plotted;
        try (ServedModel model = new ServedModel(folder.partial(), objective)) {
            figures = measuring.measure(model, later, listener);
            plotted = plotted(fitted, model, later, test);
            // Golden rows are published with the model: where it must tell nothing of shoppers, nobody's are.
            model.golden(fitted.privacy().isPresent() ? SyntheticRows.of(task, vocabulary) : later)
                    .write(folder.partial());
        }
        ModelManifest draft = release.of(architecture, fitted, baseline, figures);
        ModelCard.write(
                folder.partial(),
                draft,
                options.command(),
                plotted,
                task == Task.CHURN ? "the later examples" : "the validation examples, first choices");
        ModelManifest manifest = ManifestFile.seal(folder.partial(), draft);
        // What serving would refuse must not be published.
        SavedModel.load(folder.partial(), LoadOptions.serving(task, options.profile()))
                .close();
        return new TrainedModel(folder.publish(), manifest);
    }

    /** Churn's of the examples that it is measured on; interest has shares instead of one outcome, and is plotted on the validation rows. */
    private CalibrationBins plotted(NetworkFitting.Fitted fitted, ServedModel model, TrainingRows later, List<TrainingExample> test) {
        if (task != Task.CHURN) {
            return fitted.validation()
                    .orElseThrow()
                    .reliability(fitted.weights().temperature());
        }
        double[] said = new double[later.size()];
        double[] came = new double[later.size()];
        model.answer(later, "", TrainingProgress.none(), (from, to, answers) -> {
            for (int row = from; row < to; row++) {
                said[row] = answers[row - from];
                came[row] = Labels.ofChurn(test.get(row));
            }
        });
        return CalibrationBins.of(said, came);
    }

    private static TrainingException unwritable(String name, Path models, IOException failure) {
        return new TrainingException(
                "Expected to write the model " + name + " below " + models + ", found " + failure
                        + "; check the folder's permissions and the disk's free space",
                failure);
    }

    private TrainingRows rows(List<TrainingExample> examples) {
        List<FeatureVector> vectors =
                examples.stream().map(TrainingExample::features).toList();
        return new TrainingRows(task, vectors, vocabulary);
    }
}
