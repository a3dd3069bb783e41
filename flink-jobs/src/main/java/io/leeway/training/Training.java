package io.leeway.training;

import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all trainers do: fit, write, load what was written, measure it, and write the card and the manifest. */
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

    /** The task's model, and its variants where the options ask for them. */
    TrainedModel train(
            List<TrainingExample> train,
            Labels labels,
            List<TrainingExample> test,
            TrainingOptions options,
            ProgressListener listener,
            Measuring measuring) {
        Made made = train(task.id(), train, labels, test, options, listener, measuring);
        if (options.distil()) {
            for (Storage storage : List.of(Storage.BFLOAT16, Storage.UINT8)) {
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
                task.id() + "-" + Storage.BFLOAT16.id(),
                task.id() + "-" + Storage.UINT8.id(),
                task.id() + Distillation.STUDENT);
    }

    /** A model with what it was made of. */
    record Made(TrainedModel model, Fitting.Fitted fitted) {}

    /** @param name the model's, the task's own or that of a variant */
    Made train(
            String name,
            List<TrainingExample> train,
            Labels labels,
            List<TrainingExample> test,
            TrainingOptions options,
            ProgressListener listener,
            Measuring measuring) {
        try (ModelFolder folder = ModelFolder.begin(options.models(), name, options.version())) {
            Fitting.Fitted fitted = fit(folder, rows(train), labels, options, listener);
            ReleaseManifest manifest = new ReleaseManifest(name, task, objective, vocabulary, options, train, test);
            return new Made(publish(folder, manifest, fitted, test, options, listener, measuring), fitted);
        } catch (IOException unwritable) {
            throw unwritable(name, options.models(), unwritable);
        }
    }

    /** The same weights kept otherwise, as a model of another name. */
    TrainedModel stored(
            String name,
            Fitting.Fitted fitted,
            Storage storage,
            List<TrainingExample> train,
            List<TrainingExample> test,
            TrainingOptions options,
            ProgressListener listener,
            Measuring measuring) {
        Fitting.Fitted kept = new Fitting.Fitted(
                fitted.weights().in(storage), fitted.validation(), fitted.loss(), fitted.facts(), fitted.privacy());
        try (ModelFolder folder = ModelFolder.begin(options.models(), name, options.version())) {
            ReleaseManifest manifest = new ReleaseManifest(name, task, objective, vocabulary, options, train, test);
            return publish(folder, manifest, kept, test, options, listener, measuring);
        } catch (IOException unwritable) {
            throw unwritable(name, options.models(), unwritable);
        }
    }

    private Fitting.Fitted fit(
            ModelFolder folder, Rows rows, Labels labels, TrainingOptions options, ProgressListener listener) {
        if (options.privacy().isPresent()) {
            return new PrivateFitting(
                            task,
                            architecture,
                            objective,
                            peakRate,
                            options.privacy().get())
                    .fit(rows, labels, options, listener);
        }
        Search search = new Search(options.hyperparameters(), options.seed());
        TrainingOptions tried = options.with(options.hyperparameters());
        Fitting.Fitted best = fitting(folder, 0).fit(rows, labels, tried, listener);
        for (int attempt = 1; attempt <= options.search(); attempt++) {
            tried = options.with(search.next());
            Fitting.Fitted other = fitting(folder, attempt)
                    .fit(rows, labels, tried, listener)
                    .with("searched", tried.hyperparameters().toString());
            if (other.loss() < best.loss()) {
                best = other;
            }
        }
        return best;
    }

    private Fitting fitting(ModelFolder folder, int attempt) {
        return new Fitting(task, architecture, objective, peakRate, folder.checkpoint(attempt));
    }

    private TrainedModel publish(
            ModelFolder folder,
            ReleaseManifest release,
            Fitting.Fitted fitted,
            List<TrainingExample> test,
            TrainingOptions options,
            ProgressListener listener,
            Measuring measuring)
            throws IOException {
        Export.write(folder.partial(), task, architecture, objective, fitted.weights(), baseline);
        Rows later = rows(test);
        Map<String, Double> figures;
        Reliability plotted;
        try (ServedModel model = new ServedModel(folder.partial(), objective)) {
            figures = measuring.measure(model, later, listener);
            plotted = plotted(fitted, model, later, test);
            // Golden rows are published with the model: where it must tell nothing of shoppers, nobody's are.
            model.golden(fitted.privacy().isPresent() ? MadeUpRows.of(task, vocabulary) : later)
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
    private Reliability plotted(Fitting.Fitted fitted, ServedModel model, Rows later, List<TrainingExample> test) {
        if (task != Task.CHURN) {
            return fitted.validation()
                    .orElseThrow()
                    .reliability(fitted.weights().temperature());
        }
        double[] said = new double[later.size()];
        double[] came = new double[later.size()];
        model.answer(later, "", ProgressListener.none(), (from, to, answers) -> {
            for (int row = from; row < to; row++) {
                said[row] = answers[row - from];
                came[row] = ChurnTrainer.label(test.get(row));
            }
        });
        return Reliability.of(said, came);
    }

    private static TrainingException unwritable(String name, Path models, IOException failure) {
        return new TrainingException(
                "Expected to write the model " + name + " below " + models + ", found " + failure
                        + "; check the folder's permissions and the disk's free space",
                failure);
    }

    private Rows rows(List<TrainingExample> examples) {
        List<FeatureVector> vectors =
                examples.stream().map(TrainingExample::features).toList();
        return new Rows(task, vectors, vocabulary);
    }
}
