package io.leeway.decisions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.decisions.recommendation.ShopperItems;
import io.leeway.fault.PacedSource;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.RecommendJob;
import io.leeway.records.CatalogueItem;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.sinks.Sinks;
import io.leeway.topics.TombstoneTime;
import io.leeway.topics.Topics;
import io.leeway.training.items.ItemSequences;
import io.leeway.training.items.NextItemOptions;
import io.leeway.training.items.NextItemTrainer;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The recommending job over a random shop: fed by sources that wait for checkpoints, or all at once. */
final class RecommendRun {
    static final RecommendationOptions OPTIONS = RecommendationOptions.DEFAULTS.withExploration(0.2);

    /** A function that travels finds the records here: they run in this JVM. */
    private static RecommendInput input = new RecommendInput(List.of(), List.of(), List.of());

    private RecommendRun() {}

    static void play(RecommendInput played) {
        input = played;
    }

    /** A real ranking model, hardly trained. */
    static Path model(Path folder) {
        Map<String, List<String>> turns = new TreeMap<>();
        for (ShopAction action : input.actions()) {
            if (ShopperItems.isTurning(action)) {
                turns.computeIfAbsent(action.userId(), user -> new ArrayList<>())
                        .add(action.item());
            }
        }
        return new NextItemTrainer(new NextItemOptions(3, 8, 1, 2, 0.1, 5e-3, 0, 512, 2, 1, 1), TrainingProgress.none())
                .train(ItemSequences.of(turns), folder, "items", 1)
                .directory();
    }

    /** Lists by id, of a run in batch that nobody disturbs. */
    static Map<String, JsonNode> undisturbed(Path model) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1, configuration);
        Map<String, JsonNode> lists = new HashMap<>();
        try (CloseableIterator<SinkRecord> out = RecommendJob.lists(
                        env.fromData(ShopAction.class, input.actions().toArray(ShopAction[]::new))
                                .assignTimestampsAndWatermarks(
                                        marks(ShopAction::timeMillis, action -> Long.MIN_VALUE + 1)),
                        env.fromData(ScoreUpdate.class, input.scores().toArray(ScoreUpdate[]::new))
                                .assignTimestampsAndWatermarks(
                                        marks(ScoreUpdate::asOfMillis, score -> Long.MIN_VALUE + 1)),
                        env.fromData(CatalogueItem.class, input.catalogue().toArray(CatalogueItem[]::new))
                                .assignTimestampsAndWatermarks(
                                        marks(CatalogueItem::fromMillis, item -> Long.MIN_VALUE + 1)),
                        model,
                        OPTIONS,
                        PipelineHooks.PLAIN)
                .executeAndCollect()) {
            while (out.hasNext()) {
                add(lists, out.next().value(), new HashMap<>());
            }
        }
        return lists;
    }

    /** Defines the job over paced sources. */
    static void define(StreamExecutionEnvironment env, Path model, PipelineHooks edges, Sinks.Destination destination) {
        RecommendJob.define(
                paced(
                        env,
                        "actions",
                        index -> input.actions().get(index.intValue()),
                        input.actions().size(),
                        ShopAction.class,
                        marks(
                                ShopAction::timeMillis,
                                action -> action.arrivedMillis() - RecommendInput.LATENESS.toMillis())),
                paced(
                        env,
                        "scores",
                        index -> input.scores().get(index.intValue()),
                        input.scores().size(),
                        ScoreUpdate.class,
                        marks(ScoreUpdate::asOfMillis, ScoreUpdate::asOfMillis)),
                paced(
                        env,
                        "catalogue",
                        index -> input.catalogue().get(index.intValue()),
                        input.catalogue().size(),
                        CatalogueItem.class,
                        marks(CatalogueItem::fromMillis, CatalogueItem::fromMillis)),
                model,
                OPTIONS,
                edges,
                destination);
    }

    /** All three sources are at their ends after as many checkpoints, about forty. */
    private static <T> DataStream<T> paced(
            StreamExecutionEnvironment env,
            String name,
            SerializableFunction<Long, T> record,
            int count,
            Class<T> type,
            WatermarkStrategy<T> watermarks) {
        // One by one: Flink's generating source tells nobody whether there is more.
        NumberSequenceSource numbers = new NumberSequenceSource(0, count - 1L);
        return env.fromSource(pace(numbers, 1 + count / 40), WatermarkStrategy.noWatermarks(), name, Types.LONG)
                .setParallelism(1)
                .uid(name)
                .map(record::apply, TypeInformation.of(type))
                .setParallelism(1)
                .assignTimestampsAndWatermarks(watermarks)
                .setParallelism(1);
    }

    private static <T, S extends SourceSplit, E> Source<T, S, E> pace(Source<T, S, E> source, int each) {
        return new PacedSource<>(source, each);
    }

    private static <T> WatermarkStrategy<T> marks(
            SerializableFunction<T, Long> time, SerializableFunction<T, Long> passed) {
        return WatermarkStrategy.<T>forGenerator(context -> new WatermarkGenerator<T>() {
                    private long latest = Long.MIN_VALUE;

                    @Override
                    public void onEvent(T record, long timestamp, WatermarkOutput output) {
                        latest = Math.max(latest, passed.apply(record) - 1);
                        output.emitWatermark(new Watermark(latest));
                    }

                    @Override
                    public void onPeriodicEmit(WatermarkOutput output) {
                        // Behind records alone.
                    }
                })
                .withTimestampAssigner((record, ignored) -> time.apply(record));
    }

    /**
     * What was committed to the lists' topic from an offset on.
     *
     * @param times hears how often each list is there, and each tombstone by its user
     */
    static Map<String, JsonNode> committed(String bootstrap, long from, Map<String, Integer> times) throws IOException {
        Map<String, JsonNode> lists = new HashMap<>();
        TopicPartition partition = new TopicPartition(Topics.RECOMMENDATIONS, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() == null) {
                        String user = new String(record.key(), StandardCharsets.UTF_8);
                        // An erased shopper may object, too: each has its tombstone.
                        times.merge("erased " + user + TombstoneTime.of(record), 1, Integer::sum);
                    } else {
                        add(lists, record.value(), times);
                    }
                }
            }
        }
        return lists;
    }

    /** The topic's end, open transactions and all. */
    static long end(String bootstrap) {
        TopicPartition partition = new TopicPartition(Topics.RECOMMENDATIONS, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private static void add(Map<String, JsonNode> lists, byte[] value, Map<String, Integer> times) throws IOException {
        if (value != null) {
            JsonNode list = new ObjectMapper().readTree(value);
            lists.put(list.get("id").asText(), list);
            times.merge(list.get("id").asText(), 1, Integer::sum);
        }
    }

    /** All of a list but the model's numbers, which move by an ulp with the bundle. */
    static String words(JsonNode list) {
        StringBuilder words = new StringBuilder(list.get("user").asText() + " " + list.get("asOf") + " "
                + list.get("score").asText() + " " + list.get("model") + ":");
        for (JsonNode item : list.get("items")) {
            words.append(String.format(
                    " %s %s %.12f %s",
                    item.get("position"),
                    item.get("item"),
                    item.get("propensity").asDouble(),
                    item.get("reason")));
        }
        return words.toString();
    }
}
