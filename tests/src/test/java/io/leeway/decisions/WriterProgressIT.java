package io.leeway.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.fault.PacedSource;
import io.leeway.jobs.WinBackJob;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.ReleaseRole;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.sinks.Sinks;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Progress;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.ScoreJson;
import io.leeway.topics.Topics;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The event time of committed scores is their writer's: a spell without scores, or an outage of the scoring job, while shoppers go on shopping, loses no
 * decision.
 */
@Timeout(600)
class WriterProgressIT {
    private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PARTITIONS = 3;
    private static final int SHOPPERS = 12;

    /** How long the spell lasts by the wall clock, 150 seconds with {@code -Pfull}: readers used to go by it. */
    private static final Duration SPELL = Duration.parse(System.getProperty("leeway.spell", "PT2S"));

    private static final AtomicBoolean FAILED = new AtomicBoolean();

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaConnection kafka;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        kafka = KafkaConnection.to(broker.bootstrapServers());
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    /** More readers than partitions, and live events hours ahead of the scores. */
    @Test
    void eachScoreBehindASpellIsDecidedOnAsInAnUndisturbedRun() throws Exception {
        for (String topic : List.of(Topics.EVENTS, Topics.CHURN, Topics.INTEREST)) {
            broker.createTopic(topic, PARTITIONS, Map.of());
        }
        broker.createTopic(Topics.OFFERS, 1, Map.of());
        JobClient job = decide("disturbed");
        shopUntil(2);
        score(0, 1, 1);
        awaitOffers(SHOPPERS, job);

        shopUntil(7);
        Instant spellEnds = Instant.now().plus(SPELL);
        await("the end of the spell")
                .atMost(SPELL.plus(PATIENCE))
                .pollInterval(INTERVAL)
                .until(() -> Instant.now().isAfter(spellEnds));
        score(1, 2, 7);
        awaitOffers(2 * SHOPPERS, job);

        // The scores of one group wait for the writer when the job is drained.
        shopUntil(9);
        score(2, 9, 7);
        score(3, 8, 8);
        awaitOffers(3 * SHOPPERS, job);
        Path savepoint = stop(job, true);
        assertThat(offers()).hasSize(3 * SHOPPERS);

        // An outage of both: the writer's progress up to here is in the reader's state alone.
        job = decide("disturbed", savepoint, 2);
        shopUntil(12);
        score(4, 10, 12);
        awaitOffers(5 * SHOPPERS, job);
        stop(job);
        Map<String, String> disturbed = offers();

        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(List.of(Topics.OFFERS)).all().get();
        }
        broker.createTopic(Topics.OFFERS, 1, Map.of());
        job = decide("undisturbed");
        awaitOffers(5 * SHOPPERS, job);
        stop(job);
        assertThat(disturbed).isEqualTo(offers());
    }

    /** The invariant that readers rely on, over a failure and a restart of the writer. */
    @Test
    void noRecordFollowsAProgressThatPassedIt() throws Exception {
        broker.createTopic("leeway.ads", PARTITIONS, Map.of());
        Configuration configuration = configuration();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
        int count = 400;
        Sinks.add(
                env.fromSource(
                                new PacedSource<>(new NumberSequenceSource(0, count - 1), 20),
                                WatermarkStrategy.noWatermarks(),
                                "numbers",
                                Types.LONG)
                        .setParallelism(1)
                        .uid("numbers")
                        .map(WriterProgressIT::numbered, TypeInformation.of(SinkRecord.class))
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<SinkRecord>forGenerator(context -> new BehindEachRecord())
                                        .withTimestampAssigner((record, ignored) -> record.eventTimeMillis()))
                        .setParallelism(1)
                        .rebalance()
                        .map(WriterProgressIT::failingOnce, TypeInformation.of(SinkRecord.class)),
                Sinks.kafka(kafka, RecordLimits.of(kafka), List.of(Topics.ADS), "progress", Duration.ofMinutes(1)),
                "out");
        env.execute("writer");
        assertThat(FAILED).isTrue();

        Map<TopicPartition, Map<Integer, Long>> reported = new HashMap<>();
        Set<String> read = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.ADS, PARTITIONS)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            Map<Integer, Long> subtasks = reported.computeIfAbsent(partition, first -> new TreeMap<>());
            Progress progress = Progress.of(record).orElse(null);
            if (progress == null) {
                assertThat(read.add(new String(record.value(), UTF_8))).isTrue();
                assertThat(subtasks.size() < 2
                                || subtasks.values().stream()
                                                .mapToLong(each -> each)
                                                .min()
                                                .orElseThrow()
                                        < BEGIN.toEpochMilli() + Long.parseLong(new String(record.value(), UTF_8)))
                        .as("%s behind %s", record, subtasks)
                        .isTrue();
            } else {
                assertThat(progress.parallelism()).isEqualTo(2);
                subtasks.merge(progress.subtask(), progress.watermarkMillis(), Math::max);
            }
        }
        assertThat(read).hasSize(count);
        assertThat(reported).hasSize(PARTITIONS).allSatisfy((partition, subtasks) -> assertThat(subtasks)
                .hasSize(2)
                // The last number is known, and the end of input is not reported.
                .allSatisfy((subtask, watermark) -> assertThat(watermark)
                        .isBetween(BEGIN.toEpochMilli() + count / 2, BEGIN.toEpochMilli() + count)));
    }

    private static SinkRecord numbered(long number) {
        return SinkRecord.of(
                Topics.ADS,
                ("user-" + number % 7).getBytes(UTF_8),
                Long.toString(number).getBytes(UTF_8),
                BEGIN.toEpochMilli() + number);
    }

    private static SinkRecord failingOnce(SinkRecord record) {
        if (record.eventTimeMillis() == BEGIN.toEpochMilli() + 211 && FAILED.compareAndSet(false, true)) {
            throw new IllegalStateException("A failure, as planned");
        }
        return record;
    }

    private static final class BehindEachRecord implements WatermarkGenerator<SinkRecord>, Serializable {
        private static final long serialVersionUID = 1L;

        @Override
        public void onEvent(SinkRecord record, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(record.eventTimeMillis()));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {
            // Behind records alone.
        }
    }

    private static JobClient decide(String run) throws Exception {
        return decide(run, null, 4);
    }

    private static JobClient decide(String run, Path savepoint, int parallelism) throws Exception {
        Configuration configuration = configuration();
        if (savepoint != null) {
            configuration.setString(
                    "execution.state-recovery.path", savepoint.toUri().toString());
        }
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        WinBackOptions defaults = WinBackOptions.DEFAULTS;
        WinBackJob.define(
                env,
                new WinBackJobOptions(
                        new DeciderOptions(
                                kafka,
                                Duration.ofMinutes(15),
                                OnLostEvents.FAIL,
                                CommitOptions.DEFAULTS.withCheckpointInterval(INTERVAL)),
                        Topics.EVENTS,
                        null,
                        defaults));
        return env.executeAsync(run);
    }

    private static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, INTERVAL);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
        return configuration;
    }

    private static Path stop(JobClient job) throws Exception {
        return stop(job, false);
    }

    private static Path stop(JobClient job, boolean drain) throws Exception {
        return Path.of(URI.create(job.stopWithSavepoint(
                        drain, folder.resolve("savepoints").toUri().toString(), SavepointFormatType.CANONICAL)
                .get(1, TimeUnit.MINUTES)));
    }

    /** Everybody looks at something each half hour, up to an hour. */
    private static void shopUntil(int hour) {
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (Instant at = BEGIN; !at.isAfter(BEGIN.plus(Duration.ofHours(hour))); at = at.plusSeconds(1800)) {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    String event = "{\"id\":\"" + at + partition + "\",\"user\":\"visitor-" + partition
                            + "\",\"type\":\"view\",\"time\":\"" + at
                            + "\",\"item\":\"i\",\"category\":\"toys\"}";
                    producer.send(new ProducerRecord<>(
                            Topics.EVENTS, partition, at.toEpochMilli(), null, event.getBytes(UTF_8)));
                }
            }
        }
    }

    /** Shoppers at risk, scored as of an hour; then the scoring job is at another hour. */
    private static void score(int group, int asOfHour, int progressHour) {
        Instant asOf = BEGIN.plus(Duration.ofHours(asOfHour)).minusMillis(1);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (int shopper = 0; shopper < SHOPPERS; shopper++) {
                String user = "shopper-" + group + "-" + shopper;
                SinkRecord record = ScoreJson.encode(new ChurnScore(
                        new ScoreOrigin(
                                "score-" + user,
                                user,
                                asOf.toEpochMilli(),
                                1,
                                new ScoringModel("churn", 1, ReleaseRole.ACTIVE, "d1"),
                                "1",
                                false),
                        0.9f,
                        List.of(),
                        ScoreHeaders.NONE));
                producer.send(
                        new ProducerRecord<>(Topics.CHURN, null, asOf.toEpochMilli(), record.key(), record.value()));
            }
            producer.flush();
            long watermark = BEGIN.plus(Duration.ofHours(progressHour)).toEpochMilli();
            for (String topic : List.of(Topics.CHURN, Topics.INTEREST)) {
                IntStream.range(0, PARTITIONS)
                        .forEach(partition -> producer.send(
                                Progress.producerRecord(topic, new Progress(0, 1, watermark).to(topic, partition))));
            }
        }
    }

    private static void awaitOffers(int count, JobClient job) {
        await(count + " offers").atMost(PATIENCE).pollInterval(INTERVAL).until(() -> {
            assertThat(job.getJobExecutionResult()).isNotDone();
            return offers().size() >= count;
        });
        assertThat(offers()).hasSize(count);
    }

    /** By user. */
    private static Map<String, String> offers() {
        Map<String, String> offers = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> record : read(Topics.OFFERS, 1)) {
            if (record.value() != null) {
                assertThat(offers.put(new String(record.key(), UTF_8), new String(record.value(), UTF_8)))
                        .isNull();
            }
        }
        return offers;
    }

    private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int partitions) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of("isolation.level", "read_committed"))) {
            TopicPartition[] all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toArray(TopicPartition[]::new);
            consumer.assign(List.of(all));
            consumer.seekToBeginning(List.of(all));
            Map<TopicPartition, Long> ends = consumer.endOffsets(List.of(all));
            while (Arrays.stream(all).anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }
}
