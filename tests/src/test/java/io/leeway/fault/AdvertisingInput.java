package io.leeway.fault;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import io.leeway.decisions.advertising.Advertising;
import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.decisions.advertising.ModelPredictor;
import io.leeway.decisions.advertising.PredictorFactory;
import io.leeway.experiments.advertising.AdvertisingShop;
import io.leeway.experiments.advertising.AdvertisingWorld;
import io.leeway.jobs.PipelineHooks;
import io.leeway.records.AdCampaign;
import io.leeway.records.Outcome;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.shop.CommittedReads;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.sinks.Sinks;
import io.leeway.training.advertising.AdTrainer;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Campaigns of a simulated shop with a trained model: what a job is given, and the bids that the same campaigns make in plain Java.
 *
 * @param bids JSON, sorted
 */
record AdvertisingInput(
        String model,
        Instant begin,
        List<AdCampaign> plans,
        List<InterestScore> scores,
        List<Outcome> outcomes,
        List<String> bids,
        Map<String, Double> spent) {
    private static final AdvertisingOptions OPTIONS = AdvertisingOptions.DEFAULTS;
    /** Into how many checkpoints the input is cut: a few failures need few. */
    private static final int PARTS = Boolean.getBoolean("leeway.decisions") ? 40 : 16;

    /** What jobs of this JVM read: a source hands on places in these lists. */
    private static final Map<String, List<?>> LISTS = new ConcurrentHashMap<>();

    private static final AtomicLong HANDED_ON = new AtomicLong();

    /** When a record happened, in event time. */
    private interface Time<T> extends Serializable {
        long of(T record);
    }

    static AdvertisingInput make(Path models, int shoppers) throws IOException {
        ShopSettings settings = ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                .withShoppers(shoppers)
                .withHistoryDays(56 + 21 + 21)
                .withLive(Duration.ZERO);
        AdvertisingShop shop = new AdvertisingShop(settings, 21, 21);
        String model = new AdTrainer(shop.market().categories(), 7, TrainingProgress.none())
                .train(shop.log(OPTIONS), models, 1)
                .directory()
                .toString();
        List<InterestScore> scores = shop.scores(shop.begin(), shop.end());
        List<AdCampaign> plans = shop.campaigns(shop.begin(), shop.end()).stream()
                .map(plan -> withBudget(plan, plan.conversionValue() * shoppers / 700))
                .toList();
        try (ModelPredictor predictor = new ModelPredictor(Path.of(model))) {
            AdvertisingWorld.Run run = new AdvertisingWorld(shop.market(), plans).play(scores, OPTIONS, predictor);
            List<String> bids = run.played().values().stream()
                    .map(played -> text(played.bid().outgoing()))
                    .sorted()
                    .toList();
            return new AdvertisingInput(model, shop.begin(), plans, scores, run.outcomes(), bids, run.spent());
        }
    }

    private static AdCampaign withBudget(AdCampaign campaign, double budget) {
        return new AdCampaign(
                campaign.id(),
                campaign.issuedAtMillis(),
                campaign.category(),
                budget,
                campaign.dailyBudget(),
                campaign.startMillis(),
                campaign.endMillis(),
                campaign.conversionValue(),
                campaign.frequencyCap(),
                campaign.capPeriodMillis(),
                campaign.channels());
    }

    private static String text(SinkRecord outgoing) {
        byte[] value = outgoing.value();
        return value == null ? "" : new String(value, StandardCharsets.UTF_8);
    }

    /** The stage over paced sources, with edges that may fail behind the scores and before the sink. */
    static void define(
            StreamExecutionEnvironment env,
            AdvertisingInput input,
            PipelineHooks edges,
            Sinks.Destination destination,
            boolean paced) {
        HANDED_ON.set(0);
        DataStream<ScoreUpdate> scores =
                stream(env, "scores", input.scores(), ScoreUpdate.class, ScoreUpdate::asOfMillis, paced);
        DataStream<SinkRecord> decisions = Advertising.of(
                edges.at(PipelineHooks.SOURCE, scores),
                stream(env, "outcomes", input.outcomes(), Outcome.class, Outcome::timeMillis, paced),
                stream(env, "campaigns", input.plans(), AdCampaign.class, AdCampaign::issuedAtMillis, paced),
                OPTIONS,
                PredictorFactory.model(input.model()));
        Sinks.add(edges.at(PipelineHooks.SINK, decisions), destination, "decisions");
    }

    private static <T> DataStream<T> stream(
            StreamExecutionEnvironment env,
            String name,
            List<? extends T> list,
            Class<T> type,
            Time<T> time,
            boolean paced) {
        LISTS.put(name, list);
        NumberSequenceSource numbers = new NumberSequenceSource(0, list.size() - 1L);
        return env.fromSource(
                        new PacedSource<>(numbers, paced ? list.size() / PARTS + 1 : Integer.MAX_VALUE),
                        WatermarkStrategy.noWatermarks(),
                        name,
                        TypeInformation.of(Long.class))
                .setParallelism(1)
                .uid(name)
                .map(
                        at -> {
                            HANDED_ON.incrementAndGet();
                            return type.cast(requireNonNull(LISTS.get(name)).get(Math.toIntExact(at)));
                        },
                        TypeInformation.of(type))
                .setParallelism(1)
                .uid(name + "-records")
                .assignTimestampsAndWatermarks(WatermarkStrategy.<T>forMonotonousTimestamps()
                        .withTimestampAssigner((record, ignored) -> time.of(record)))
                .setParallelism(1)
                .uid(name + "-times");
    }

    /** Waits until a job has been given about half of what there is. */
    static void awaitHalf(JobClient job) {
        long half = LISTS.values().stream().mapToLong(List::size).sum() / 2;
        await("half of the input of " + job.getJobID())
                .atMost(Duration.ofMinutes(6))
                .until(() -> HANDED_ON.get() > half);
    }

    /** The committed lines of a topic's folder, sorted. */
    static List<String> lines(Path folder, String topic) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve(topic))) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        lines.sort(Comparator.naturalOrder());
        return lines;
    }

    /** The committed records of a topic, sorted. */
    static List<String> committed(String bootstrap, String topic) {
        List<String> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : CommittedReads.of(bootstrap, topic)) {
            records.add(new String(record.value(), StandardCharsets.UTF_8));
        }
        records.sort(Comparator.naturalOrder());
        return records;
    }
}
