package io.leeway.jobs;

import static io.leeway.evaluation.ReportText.text;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.features.ExampleOptions;
import io.leeway.jobs.options.FittingOptions;
import io.leeway.jobs.options.TrainJobOptions;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.shopper.TimeMillis;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.importers.HistoryIndex;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.InterestTrainer;
import io.leeway.training.ModelComparison;
import io.leeway.training.TrainedModel;
import io.leeway.training.dataset.OrderedExamples;
import io.leeway.training.dataset.PurchaseSearch;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains models on history: examples in Flink's batch mode, then training in the client. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains the churn and the interest model on history and says how well they do on a later time split, beside the rules they must beat."
        },
        footer = {
            "",
            "An interrupted training resumes when the same command is given again, and ends with the same bytes.",
            "",
            "Examples:",
            "  leeway train --history shop/history --models models --horizon 14",
            "  leeway train --history shop/history --models models --task churn --churn-network CNN --dropout 0.1",
            "  leeway train --history shop/history --models private --task churn --churn-network WIDE_DEEP --dp-noise 1.1 --dp-shoppers 10000"
        })
public final class TrainJob implements Callable<Integer> {
    private static final int SAMPLES = 40_000;
    private static final int COMPARED = 10_000;
    private static final double REQUESTS_A_SHOPPER = 10;

    @Mixin
    private SourceArguments source = new SourceArguments();

    @Option(
            names = "--models",
            required = true,
            paramLabel = "DIR",
            description = "Where the models go, DIR/churn/VERSION and DIR/interest/VERSION.")
    private Path models = Path.of("models");

    @Option(
            names = "--horizon",
            paramLabel = "DAYS",
            description =
                    "How many days a shopper has to stay away to count as gone; the interest model looks half as far. Default: by the length of history, at most 28.")
    private @Nullable Double horizonDays;

    @Option(
            names = "--return-event",
            paramLabel = "purchase|activity",
            description =
                    "What counts as coming back. Default: a purchase, or any activity where history has no purchases.")
    private @Nullable String returnEvent;

    @Option(
            names = "--model-version",
            paramLabel = "N",
            description = "The models' version. Default: ${DEFAULT-VALUE}.")
    private long version = TrainJobOptions.VERSION;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Of weights and shuffles: the same seed and data give the same bytes. Default: ${DEFAULT-VALUE}.")
    private long seed = TrainJobOptions.SEED;

    @Option(
            names = "--churn-network",
            paramLabel = "NETWORK",
            description =
                    "The churn model's network, one of ${COMPLETION-CANDIDATES}; DNN sees all weeks at once, the others read"
                            + " them as a sequence. Default: ${DEFAULT-VALUE}.")
    private ChurnNetwork churnNetwork = ChurnNetwork.GRU;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            description = "The one model to train, churn or interest. Default: both.")
    private @Nullable Task onlyTask;

    @Option(
            names = "--distil",
            description =
                    "Makes smaller models too, beside each model: its weights in bfloat16 and in 8 bits, and a small"
                            + " student that learned from its answers; says what they weigh, how fast they are and how well they do,"
                            + " and writes it to MODELS/TASK-sizes.json.")
    private boolean distil;

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    public static void main(String[] arguments) {
        JobMain.run(new TrainJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        for (TrainedModel model : train(JobMain.batch(), options(), TrainingProgress.none())) {
            System.out.println(model.directory());
            new TreeMap<>(model.manifest().metrics())
                    .forEach((name, value) -> System.out.printf(Locale.ROOT, "  %-20s %.4f%n", name, value));
        }
        return 0;
    }

    private TrainJobOptions options() {
        return JobMain.checked(() -> new TrainJobOptions(
                source.options(),
                models,
                new TrainJobOptions.Label(horizonDays, returnEvent),
                version,
                seed,
                churnNetwork,
                onlyTask,
                distil,
                training.options()));
    }

    /** Makes the examples in an environment, which executes, and trains. */
    public static List<TrainedModel> train(
            StreamExecutionEnvironment env, TrainJobOptions options, TrainingProgress listener) throws Exception {
        String history = JobSources.requireHistory(options.source());
        SourceOptions sources = JobSources.of(options.source(), false, true);
        Preflight.requireLedger(sources.erasures());
        String returnEvent = options.label().returnEvent();
        Task onlyTask = options.onlyTask();
        Path folder = options.models();
        FittingOptions fitting = options.fitting();
        HistoryIndex index = index(history);
        Instant end = sources.seam();
        Horizons horizons =
                Horizons.of(Duration.between(index.from(), end), options.label().horizonDays());
        boolean purchases = returnEvent == null
                ? PurchaseSearch.anyIn(Path.of(history))
                : returnEvent.equals(TrainingOptions.PURCHASE);
        ExampleOptions wanted = new ExampleOptions(
                ProfileSettings.DEFAULTS,
                index.from().plus(horizons.warmUp()),
                end,
                horizons.churn(),
                horizons.interest(),
                purchases,
                Math.min(1, SAMPLES / requests(index.events(), fitting)));
        List<TrainingExample> examples = OrderedExamples.collect(env, sources, wanted, listener);
        List<TrainedModel> trained = new ArrayList<>();
        for (Task task : onlyTask == null ? List.of(Task.values()) : List.of(onlyTask)) {
            Duration horizon = task == Task.CHURN ? horizons.churn() : horizons.interest();
            List<TrainingExample> ofTask = examples.stream()
                    .filter(example -> example.features().task().equals(task.id()))
                    .filter(example -> task == Task.CHURN ? example.returned() >= 0 : example.interestKnown())
                    .toList();
            TrainingSplit split = TrainingSplit.at(
                    ofTask, end.minus(horizon).minus(horizons.test()).toEpochMilli(), horizon.toMillis());
            TrainingOptions training = new TrainingOptions(
                    options.seed(),
                    options.version(),
                    new TrainingOptions.LabelOptions(
                            horizon.toMillis() / (double) TimeMillis.DAY,
                            task == Task.CHURN && purchases ? TrainingOptions.PURCHASE : TrainingOptions.ACTIVITY,
                            ProfileSettings.DEFAULTS.featureSettings()),
                    folder,
                    TrainingBudget.defaults(),
                    fitting.hyperparameters(),
                    fitting.search(),
                    fitting.privacy(),
                    options.distil(),
                    command(options, task, horizons, purchases));
            trained.add(
                    task == Task.CHURN
                            ? new ChurnTrainer(options.churnNetwork()).train(split, training, listener)
                            : new InterestTrainer().train(split, training, listener));
            if (options.distil()) {
                compare(task, folder, options.version(), split);
            }
        }
        return trained;
    }

    private static void compare(Task task, Path folder, long version, TrainingSplit split) throws IOException {
        List<FeatureVector> vectors = split.test().stream()
                .limit(COMPARED)
                .map(TrainingExample::features)
                .toList();
        List<ModelComparison.Entry> entries =
                ModelComparison.of(task, ModelComparison.directories(folder, task, version), vectors, System::nanoTime);
        new JsonMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(task.id() + "-sizes.json").toFile(), entries);
        String figure = task == Task.CHURN ? "auc" : "hr@10";
        System.out.printf("%-18s %-22s %10s %12s %10s %8s%n", "model", "network", "kB", "variables", "rows/s", figure);
        for (ModelComparison.Entry entry : entries) {
            System.out.printf(
                    Locale.ROOT,
                    "%-18s %-22s %10.1f %12.1f %10.0f %8.4f%n",
                    entry.name(),
                    entry.architecture(),
                    entry.bytes() / 1e3,
                    entry.variableBytes() / 1e3,
                    entry.rowsPerSecond(),
                    entry.metrics().getOrDefault(figure, Double.NaN));
        }
    }

    /** The command that makes the same model, for its card, without paths and the version. */
    private static String command(TrainJobOptions options, Task task, Horizons horizons, boolean purchases) {
        return text(
                        "leeway train --history HISTORY --models MODELS --task %s --horizon %s --return-event %s --seed %d",
                        task.id(),
                        horizons.churn().toMillis() / (double) TimeMillis.DAY,
                        purchases ? TrainingOptions.PURCHASE : TrainingOptions.ACTIVITY,
                        options.seed())
                + (task == Task.CHURN ? " --churn-network " + options.churnNetwork() : "")
                + TrainingArguments.render(options.fitting());
    }

    /** About how many there are; of a private training a constant. */
    static double requests(long events, FittingOptions fitting) {
        return fitting.privacy()
                .map(privacy -> REQUESTS_A_SHOPPER * privacy.shoppers())
                .orElse(Math.max(1.0, events / 2.5));
    }

    private static HistoryIndex index(String history) {
        try {
            return HistoryIndex.read(Path.of(history));
        } catch (IOException e) {
            throw new JobException(String.valueOf(e.getMessage()), e);
        }
    }

    record Horizons(Duration churn, Duration interest, Duration test, Duration warmUp) {

        static Horizons of(Duration history, @Nullable Double wantedDays) {
            double days = history.toMillis() / (double) TimeMillis.DAY;
            double horizon = wantedDays == null ? Math.min(28, days / 6.4) : wantedDays;
            if (wantedDays == null && horizon >= 2) {
                horizon = Math.floor(horizon);
            }
            if (!(horizon > 0) || days < 3 * horizon) {
                throw new JobException(text(
                        "Expected history at least three times as long as the horizon of %.2f days, to learn from, and to test on later, found %.2f days; give a shorter --horizon or more history",
                        horizon, days));
            }
            double test = Math.min(days / 10, horizon);
            return new Horizons(days(horizon), days(horizon / 2), days(test), days(Math.min(7, days / 12)));
        }

        private static Duration days(double days) {
            return Duration.ofMillis(Math.round(days * TimeMillis.DAY));
        }
    }
}
