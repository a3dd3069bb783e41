package io.leeway.jobs;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.decisions.recommendation.Recommendations;
import io.leeway.records.CatalogueItem;
import io.leeway.records.RankedSlate;
import io.leeway.records.Score;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.Slate;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.Rankings;
import io.leeway.shopper.Task;
import io.leeway.sinks.Sinks;
import io.leeway.sources.CatalogueSource;
import io.leeway.sources.CommittedRecords;
import io.leeway.sources.ShopActions;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Recommends: interest scores, what shoppers do and the catalogue in; a ranked list of items for each interest score out, exactly once. */
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

    @Mixin
    private DeciderArguments decider = new DeciderArguments();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "leeway.events",
            description = "The live topic. Default: ${DEFAULT-VALUE}.")
    private String topic = "leeway.events";

    @Option(
            names = "--catalogue",
            paramLabel = "TOPIC",
            defaultValue = Topics.CATALOGUE,
            description = "The items that the shop sells, keyed by item. Default: ${DEFAULT-VALUE}.")
    private String catalogue = Topics.CATALOGUE;

    @Option(
            names = "--model",
            paramLabel = "FOLDER",
            description =
                    "One version of a ranking model, <name>/<version>. Default: none, and candidates rank by their sources.")
    private @Nullable Path model;

    @Option(
            names = "--items",
            paramLabel = "N",
            defaultValue = "10",
            description = "Length of a list. Default: ${DEFAULT-VALUE}.")
    private int items = 10;

    @Option(
            names = "--per-category",
            paramLabel = "N",
            defaultValue = "4",
            description = "Items of one category on a list, at most. Default: ${DEFAULT-VALUE}.")
    private int perCategory = 4;

    @Option(
            names = "--trade-off",
            paramLabel = "0..1",
            defaultValue = "0.95",
            description = "Relevance against diversity: 1 is relevance alone. Default: ${DEFAULT-VALUE}.")
    private double tradeOff = 0.95;

    @Option(
            names = "--explore",
            paramLabel = "0..1",
            defaultValue = "0.03",
            description =
                    "The chance that a place goes to a candidate at random; propensities are logged. Default: ${DEFAULT-VALUE}.")
    private double exploration = 0.03;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of what is left to chance: a replay draws the same. Default: ${DEFAULT-VALUE}.")
    private long seed = 7;

    @Option(
            names = "--window",
            paramLabel = "TIME",
            defaultValue = "PT1H",
            description =
                    "Event time after which lists know what was viewed together and what is popular. Default: ${DEFAULT-VALUE}.")
    private Duration window = Duration.ofHours(1);

    @Option(
            names = "--new-for",
            paramLabel = "TIME",
            defaultValue = "P14D",
            description = "How long an item counts as new. Default: ${DEFAULT-VALUE}.")
    private Duration newFor = Duration.ofDays(14);

    public static void main(String[] arguments) {
        JobMain.run(new RecommendJob(), arguments);
    }

    @Override
    public Integer call() throws Exception {
        StreamExecutionEnvironment env = decider.streaming();
        define(env);
        env.execute("leeway recommend");
        return 0;
    }

    /** Checks what can be checked beforehand, and defines the job. */
    public void define(StreamExecutionEnvironment env) {
        if (model != null && !Files.isDirectory(model)) {
            throw new JobException("Expected the folder of one version of a ranking model as --model, found none at "
                    + model + "; name <name>/<version>, or leave --model out");
        }
        Preflight.requireTopics(
                KafkaConnection.to(decider.bootstrap), topic, Topics.INTEREST, catalogue, Topics.RECOMMENDATIONS);
        define(
                ShopActions.of(env, KafkaConnection.to(decider.bootstrap), topic, GROUP, decider.allowedLateness),
                CommittedRecords.scores(
                        env, KafkaConnection.to(decider.bootstrap), Task.INTEREST, GROUP, decider.allowedLateness),
                CatalogueSource.of(env, KafkaConnection.to(decider.bootstrap), catalogue, GROUP),
                model,
                options(),
                PipelineHooks.PLAIN,
                decider.kafka(GROUP));
    }

    /**
     * Defines all behind the sources.
     *
     * @param model of the task {@code items}; null ranks by the candidates' sources
     */
    public static void define(
            DataStream<ShopAction> actions,
            DataStream<Score> scores,
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
            DataStream<Score> scores,
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
            DataStream<Score> scores,
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

    private RecommendationOptions options() {
        RecommendationOptions defaults = RecommendationOptions.DEFAULTS;
        try {
            return new RecommendationOptions(
                    items,
                    perCategory,
                    tradeOff,
                    exploration,
                    seed,
                    defaults.interestWeight(),
                    defaults.categories(),
                    defaults.candidates(),
                    window,
                    defaults.halfLife(),
                    newFor,
                    defaults.forget());
        } catch (IllegalArgumentException wrong) {
            throw new JobException(wrong.getMessage() + "; correct the option", wrong);
        }
    }
}
