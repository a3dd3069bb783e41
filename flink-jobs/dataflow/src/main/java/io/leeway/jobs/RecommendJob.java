package io.leeway.jobs;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.decisions.recommendation.Recommendations;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.RecommendJobOptions;
import io.leeway.records.CatalogueItem;
import io.leeway.records.RankedSlate;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.Slate;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.Rankings;
import io.leeway.shopper.Task;
import io.leeway.sinks.Sinks;
import io.leeway.sources.CatalogueSource;
import io.leeway.sources.CommittedRecords;
import io.leeway.sources.ShopActions;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Recommends: interest scores, what shoppers do and the catalogue in; a ranked list of items for
 * each interest score out, exactly once.
 */
@Command(
        name = "recommend",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Makes a ranked list of items at each committed interest score, with reasons and propensities.",
            "",
            "It reads the interest scores, the live topic and the catalogue from their beginnings, and writes "
                    + Topics.RECOMMENDATIONS
                    + ". Candidates are items left in the cart, items often viewed together, and what is popular or new in the categories that the interest"
                    + " is in or moves to. Without --model they rank by what their sources give them. Runs without end."
        },
        footer = {
            "",
            "Examples:",
            "  leeway recommend --bootstrap localhost:9092",
            "  leeway recommend --bootstrap localhost:9092 --model models/items/1 --items 10 --trade-off 0.8",
            "  flink run -c io.leeway.jobs.RecommendJob usrlib/leeway-jobs.jar --bootstrap kafka:9092 --model /models/items/1"
        })
public final class RecommendJob implements Callable<Integer> {
    private static final String GROUP = "leeway-recommend";
    private static final RecommendationOptions DEFAULTS = RecommendationOptions.DEFAULTS;

    @Mixin
    private DeciderArguments.Transactional decider = new DeciderArguments.Transactional();

    @Option(names = "--topic", paramLabel = "NAME", description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = JobSourceOptions.DEFAULTS.topic();

    @Option(
            names = "--catalogue",
            paramLabel = "TOPIC",
            description = "The items that the shop sells, keyed by item. Default: ${DEFAULT-VALUE}.")
    private String catalogue = Topics.CATALOGUE;

    @Option(
            names = "--model",
            paramLabel = "FOLDER",
            description =
                    "One version of a ranking model, <name>/<version>. Default: none, and candidates rank by their sources.")
    private @Nullable Path model;

    @Option(names = "--items", paramLabel = "N", description = "Length of a list. Default: ${DEFAULT-VALUE}.")
    private int items = DEFAULTS.items();

    @Option(
            names = "--per-category",
            paramLabel = "N",
            description = "Items of one category on a list, at most. Default: ${DEFAULT-VALUE}.")
    private int perCategory = DEFAULTS.perCategory();

    @Option(
            names = "--trade-off",
            paramLabel = "0..1",
            description = "Relevance against diversity: 1 is relevance alone. Default: ${DEFAULT-VALUE}.")
    private double tradeOff = DEFAULTS.tradeOff();

    @Option(
            names = "--explore",
            paramLabel = "0..1",
            description =
                    "The chance that a place goes to a candidate at random; propensities are logged. Default: ${DEFAULT-VALUE}.")
    private double exploration = DEFAULTS.exploration();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of what is left to chance: a replay draws the same. Default: ${DEFAULT-VALUE}.")
    private long seed = DEFAULTS.seed();

    @Option(
            names = "--window",
            paramLabel = "TIME",
            description =
                    "Event time after which lists know what was viewed together and what is popular. Default: ${DEFAULT-VALUE}.")
    private Duration window = DEFAULTS.window();

    @Option(
            names = "--new-for",
            paramLabel = "TIME",
            defaultValue = "P14D",
            description = "How long an item counts as new. Default: ${DEFAULT-VALUE}.")
    private Duration newFor = DEFAULTS.newFor();

    public static void main(String[] arguments) {
        JobMain.run(new RecommendJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        RecommendJobOptions options = options();
        return decider.run(
                "leeway recommend",
                options.decider().commit(),
                env -> define(env, options),
                (env, folder) -> replay(env, options, folder));
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public static void define(StreamExecutionEnvironment env, RecommendJobOptions options) {
        requireModel(options);
        DeciderOptions decider = options.decider();
        KafkaConnection kafka = decider.kafka();
        CommitOptions commit = decider.commit();
        List<String> read = reads(options);
        KafkaInput input = decider.input(GROUP, StartChecks.before(env, () -> {
            Preflight.requireTopics(kafka, read, List.of(Topics.RECOMMENDATIONS));
            JobMain.requireWritable(kafka, commit, GROUP, List.of(Topics.RECOMMENDATIONS));
        }));
        define(env, options, input, JobMain.kafka(kafka, commit, GROUP, List.of(Topics.RECOMMENDATIONS)));
    }

    /**
     * Decides once more on all that the topics hold by now, undisturbed, into JSON lines: what the
     * job itself has committed is the same.
     */
    public static void replay(StreamExecutionEnvironment env, RecommendJobOptions options, Path folder) {
        requireModel(options);
        Preflight.requireTopics(options.decider().kafka(), reads(options), List.of());
        define(env, options, options.decider().replay(GROUP), Sinks.files(folder.toString()));
    }

    private static List<String> reads(RecommendJobOptions options) {
        return List.of(options.topic(), Topics.INTEREST, options.catalogue());
    }

    private static void define(
            StreamExecutionEnvironment env,
            RecommendJobOptions options,
            KafkaInput input,
            Sinks.Destination destination) {
        define(
                ShopActions.of(env, input, options.topic()),
                CommittedRecords.scores(env, input, Task.INTEREST),
                CatalogueSource.of(env, input, options.catalogue()),
                options.model(),
                options.recommendations(),
                PipelineHooks.PLAIN,
                destination);
    }

    private static void requireModel(RecommendJobOptions options) {
        Path model = options.model();
        if (model != null && !Files.isDirectory(model)) {
            throw new JobException("Expected the folder of one version of a ranking model as --model, found none at "
                    + model + "; name <name>/<version>, or leave --model out");
        }
    }

    /**
     * Defines all behind the sources.
     *
     * @param model of the task {@code items}; null ranks by the candidates' sources
     */
    public static void define(
            DataStream<ShopAction> actions,
            DataStream<ScoreUpdate> scores,
            DataStream<CatalogueItem> catalogue,
            @Nullable Path model,
            RecommendationOptions options,
            PipelineHooks edges,
            Sinks.Destination destination) {
        Sinks.add(lists(actions, scores, catalogue, model, options, edges), destination, "out");
    }

    /** The lists on their way to a sink. */
    public static DataStream<SinkRecord> lists(
            DataStream<ShopAction> actions,
            DataStream<ScoreUpdate> scores,
            DataStream<CatalogueItem> catalogue,
            @Nullable Path model,
            RecommendationOptions options,
            PipelineHooks edges) {
        return edges.at(
                PipelineHooks.SINK,
                Recommendations.lists(
                        edges.at(PipelineHooks.SCORING, ranked(actions, scores, catalogue, model, options, edges)),
                        options));
    }

    /** What lists are chosen from, ranked. */
    public static DataStream<RankedSlate> ranked(
            DataStream<ShopAction> actions,
            DataStream<ScoreUpdate> scores,
            DataStream<CatalogueItem> catalogue,
            @Nullable Path model,
            RecommendationOptions options,
            PipelineHooks edges) {
        DataStream<Slate> slates = edges.at(
                PipelineHooks.FEATURES,
                Recommendations.slates(
                        edges.at(PipelineHooks.SOURCE, actions),
                        edges.at(PipelineHooks.SOURCE, scores),
                        catalogue,
                        options));
        return model == null ? Rankings.none(slates) : Rankings.of(slates, model, BundleOptions.DEFAULTS);
    }

    /** As parsed. */
    RecommendJobOptions options() {
        return JobMain.checked(() -> new RecommendJobOptions(
                decider.options(),
                topic,
                catalogue,
                model,
                new RecommendationOptions(
                        items,
                        perCategory,
                        tradeOff,
                        exploration,
                        seed,
                        DEFAULTS.interestWeight(),
                        DEFAULTS.categories(),
                        DEFAULTS.candidates(),
                        window,
                        DEFAULTS.halfLife(),
                        newFor,
                        DEFAULTS.forget())));
    }
}
