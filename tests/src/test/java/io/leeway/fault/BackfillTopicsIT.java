package io.leeway.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.JobException;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.records.SinkRecord;
import io.leeway.shop.SmallShop;
import io.leeway.sinks.EarlierRun;
import io.leeway.sinks.RunVerification;
import io.leeway.sinks.Sinks;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.RunCount;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end and write to topics: each record that was sent is committed, or the count says that it is not. */
@Timeout(300)
class BackfillTopicsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int RECORDS = 80;

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static KafkaConnection kafka;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(
                folder.resolve("broker"), Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200"));
        kafka = KafkaConnection.to(broker.bootstrapServers());
        for (String prefix : List.of("", "slow-batch.", "slow-stream.")) {
            for (String topic : Topics.SCORING) {
                broker.createTopic(prefix + topic, 2, Map.of());
            }
            broker.createTopic(prefix + Topics.EVENTS, 2, Map.of());
        }
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    /** Two subtasks in one slot: the first one's transaction is open while the second one writes. */
    @Test
    void inBatchWhatOutlastsTheTransactionTimeoutIsLostAndCounted() throws Exception {
        RunVerification.Result result = slowRun(RuntimeExecutionMode.BATCH, 2, "slow-batch.");
        assertThat(result.holds()).as(result.toString()).isFalse();
        assertThat(result.committed()).isLessThan(RECORDS);
    }

    @Test
    void withCheckpointsARunMayOutlastTheTransactionTimeout() throws Exception {
        RunVerification.Result result = slowRun(RuntimeExecutionMode.STREAMING, 1, "slow-stream.");
        assertThat(result).isEqualTo(new RunVerification.Result("slow", RECORDS, RECORDS, 0, ""));
    }

    /** Eight seconds of records, whatever the parallelism. */
    private static RunVerification.Result slowRun(RuntimeExecutionMode mode, int parallelism, String prefix)
            throws Exception {
        KafkaConnection shop = kafka.withTopics(new Topics(prefix));
        Configuration configuration = configuration(mode);
        configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, 1);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
        if (mode == RuntimeExecutionMode.STREAMING) {
            env.enableCheckpointing(500);
        }
        Sinks.add(
                env.fromSource(
                        new DataGeneratorSource<>(
                                BackfillTopicsIT::record,
                                RECORDS,
                                RateLimiterStrategy.perSecond(10.0 * parallelism),
                                TypeInformation.of(SinkRecord.class)),
                        WatermarkStrategy.noWatermarks(),
                        "slow"),
                Sinks.kafkaRun(shop, RecordLimits.of(shop), "slow", "slow", TIMEOUT),
                "out");
        RunVerification run = RunVerification.beginning(shop, "slow", Topics.SCORING);
        try {
            env.execute("slow run");
        } catch (Exception failed) {
            assertThat(mode).as(String.valueOf(failed)).isEqualTo(RuntimeExecutionMode.BATCH);
        }
        return run.count(TIMEOUT, Clock.systemUTC());
    }

    private static SinkRecord record(long number) {
        byte[] text = Long.toString(number).getBytes(UTF_8);
        return SinkRecord.of(number % 2 == 0 ? Topics.CHURN : Topics.LATE, text, text, 0);
    }

    @Test
    void twoBackfillsBesideEachOtherCommitAllTheyHaveSent() throws Exception {
        SmallShop small = SmallShop.get();
        BackfillJobOptions options = intoTopics(small, kafka);
        List<RunVerification> runs = new ArrayList<>();
        List<JobClient> jobs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            // A batch environment is made one with checkpoints: the job's main makes such a one itself.
            StreamExecutionEnvironment env =
                    StreamExecutionEnvironment.createLocalEnvironment(1 + i, configuration(RuntimeExecutionMode.BATCH));
            runs.add(BackfillJob.define(env, options.withAgain()));
            jobs.add(env.executeAsync("backfill " + i));
        }
        List<RunVerification.Result> results = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            jobs.get(i).getJobExecutionResult().get();
            results.add(runs.get(i).count(Duration.ofSeconds(20), Clock.systemUTC()));
        }
        assertThat(results).allMatch(RunVerification.Result::holds).allMatch(result -> result.open()
                .isEmpty());
        assertThat(results.get(0).run()).isNotEqualTo(results.get(1).run());
        assertThat(results.get(0).committed()).isGreaterThan(10_000);
        assertThat(results.toString()).contains("records sent", "committed");
        assertRefused(options, "found those of run ", " (header leeway-run) in leeway.", ", or add --again");
    }

    @Test
    void scoresOfALiveJobAreNoEarlierRun() throws Exception {
        KafkaConnection shop = shop("live.");
        send(shop, Topics.CHURN, score(false), null);
        assertThat(EarlierRun.find(shop, TIMEOUT, Clock.systemUTC())).isEmpty();
        send(shop, Topics.CHURN, score(true), null);
        assertThat(EarlierRun.find(shop, TIMEOUT, Clock.systemUTC()))
                .contains(new EarlierRun(null, "live." + Topics.CHURN, 0, 1));
    }

    /** Behind more scores than are looked at, the end of a run shows; of empty topics it says nothing. */
    @Test
    void aRunThatHasEndedIsFoundByItsCount() throws Exception {
        KafkaConnection shop = shop("ended.");
        ProducerRecord<byte[], byte[]> count =
                RunCount.producerRecord("ended." + Topics.TALLIES, new RunCount("1a2b3c4d", 0, 1, 7).toSinkRecord());
        try (KafkaProducer<byte[], byte[]> producer = shop.producer(Map.of())) {
            producer.send(count).get();
        }
        assertThat(EarlierRun.find(shop, TIMEOUT, Clock.systemUTC())).isEmpty();
        send(shop, Topics.INTEREST, score(false), null);
        assertThat(EarlierRun.find(shop, TIMEOUT, Clock.systemUTC()))
                .contains(new EarlierRun("1a2b3c4d", "ended." + Topics.TALLIES, 0, 0));
        SmallShop small = SmallShop.get();
        assertRefused(
                intoTopics(small, shop),
                "Expected no backfill scores in ended.leeway.scores.churn and ended.leeway.scores.interest, found those of"
                        + " run 1a2b3c4d (header leeway-run) in ended.leeway.tallies, partition 0, offset 0; delete the records");
    }

    /** What another transaction has not committed is no score yet. */
    @Test
    void whatWasAbortedIsNoEarlierRun() throws Exception {
        KafkaConnection shop = shop("aborted.");
        send(shop, Topics.CHURN, score(true), "aborted-0");
        assertThat(EarlierRun.find(shop, TIMEOUT, Clock.systemUTC())).isEmpty();
    }

    private static void assertRefused(BackfillJobOptions options, String... parts) {
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(1, configuration(RuntimeExecutionMode.STREAMING));
        assertThatThrownBy(() -> BackfillJob.define(env, options))
                .isInstanceOf(JobException.class)
                .message()
                .contains(parts)
                .hasLineCount(1);
    }

    private static KafkaConnection shop(String prefix) throws Exception {
        for (String topic : Topics.SCORING) {
            broker.createTopic(prefix + topic, 1, Map.of());
        }
        broker.createTopic(prefix + Topics.EVENTS, 1, Map.of());
        return kafka.withTopics(new Topics(prefix));
    }

    private static byte[] score(boolean backfill) {
        return ("{\"id\":\"1\",\"user\":\"u1\",\"asOf\":\"2026-01-01T00:00:00Z\",\"model\":\"churn\",\"version\":1,"
                        + "\"backfill\":" + backfill + ",\"probability\":0.5}")
                .getBytes(UTF_8);
    }

    /** @param abortedId of a transaction that is aborted; null: without one */
    private static void send(KafkaConnection shop, String topic, byte[] value, @Nullable String abortedId)
            throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                shop.producer(abortedId == null ? Map.of() : Map.of("transactional.id", abortedId))) {
            if (abortedId != null) {
                producer.initTransactions();
                producer.beginTransaction();
            }
            producer.send(new ProducerRecord<>(shop.name(topic), "u1".getBytes(UTF_8), value))
                    .get();
            if (abortedId != null) {
                producer.abortTransaction();
            }
        }
    }

    private static BackfillJobOptions intoTopics(SmallShop small, KafkaConnection shop) {
        return BackfillJobOptions.intoTopics(
                JobSourceOptions.of(small.history()).withSeam(small.seam()).withTopic(shop, Topics.EVENTS),
                ModelOptions.of(small.models()),
                CommitOptions.DEFAULTS.withCheckpointInterval(Duration.ofSeconds(1)));
    }

    @Test
    void anotherJobsOpenTransactionIsNamedWhereItHidesWhatWasCommitted()
            throws InterruptedException, ExecutionException {
        KafkaConnection shop = kafka.withTopics(new Topics("hidden."));
        for (String topic : Topics.SCORING) {
            broker.createTopic("hidden." + topic, 1, Map.of());
        }
        RunVerification run = RunVerification.beginning(shop, "hidden", Topics.SCORING);
        try (KafkaProducer<byte[], byte[]> other = shop.producer(Map.of("transactional.id", "other-job-0-1"))) {
            other.initTransactions();
            other.beginTransaction();
            other.send(new ProducerRecord<>("hidden." + Topics.TALLIES, new byte[1]))
                    .get();
            assertThat(run.count(Duration.ZERO, Clock.systemUTC()).toString())
                    .startsWith("run hidden: not all that was sent is known, 0 committed, no subtask's last;"
                            + " records cannot be read behind other-job-0-1, Ongoing, open for PT")
                    .endsWith("with a timeout of PT1M");
            other.abortTransaction();
        }
    }

    private static Configuration configuration(RuntimeExecutionMode mode) {
        Configuration configuration = new Configuration();
        configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }
}
