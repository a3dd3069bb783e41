package io.leeway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.Auditor;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.LiveShop;
import io.leeway.shop.SmallShop;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker as Kafka ships it, but for how often it looks: topics keep seven days by the records' timestamps, which producers give. Scores of a history that is
 * older stay, since a score's timestamp is when it was written.
 */
@Timeout(300)
class BrokerDefaultsIT {
    private static final Map<String, String> DEFAULTS = Map.of(
            "log.retention.ms", "604800000",
            "log.message.timestamp.type", "CreateTime",
            "log.message.timestamp.after.max.ms", "3600000",
            "log.initial.task.delay.ms", "200",
            "log.retention.check.interval.ms", "300");

    @Test
    void retentionDeletesNoScoreOfHistory(@TempDir Path folder) throws Exception {
        SmallShop small = SmallShop.get();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), DEFAULTS)) {
            KafkaConnection kafka = KafkaConnection.to(broker.bootstrapServers());
            // What is played is older than that too: a shop's own events are not.
            LiveShop.play(broker, small, 2, Topics.PLAIN, Map.of("retention.ms", "-1"));
            JobSourceOptions source =
                    JobSourceOptions.of(small.history()).withSeam(small.seam()).withTopic(kafka, "live");
            ModelOptions models = ModelOptions.of(small.models());
            Path reference = folder.resolve("reference");
            StreamExecutionEnvironment batch = SmallShop.batch();
            BackfillJob.define(batch, BackfillJobOptions.withTopic(source, models, small.end(), reference));
            batch.execute();

            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
            env.enableCheckpointing(1000);
            ScoringJob.define(
                    env,
                    ScoringJobOptions.of(source, models)
                            .withCommit(CommitOptions.DEFAULTS.withCheckpointInterval(Duration.ofSeconds(1)))
                            .boundedAt(small.end()));
            env.execute();
            awaitRetention(broker, kafka, small);
            awaitRetention(broker, kafka, small);

            AuditReport report = new Auditor(
                            new AuditInputs(kafka, folder, reference, null, 10_000, false, Duration.ofSeconds(10)),
                            Clock.systemUTC())
                    .audit();
            assertThat(report.problems()).isEmpty();
        }
    }

    /** A record of the past in a topic of its own is deleted: the broker has looked. */
    private static void awaitRetention(EmbeddedBroker broker, KafkaConnection kafka, SmallShop small) throws Exception {
        broker.createTopicIfAbsent("past", 1);
        TopicPartition past = new TopicPartition("past", 0);
        long written;
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            written = producer.send(new ProducerRecord<>("past", 0, small.end().toEpochMilli(), null, new byte[1]))
                    .get()
                    .offset();
        }
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.consumer(Map.of())) {
            await("retention")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> consumer.beginningOffsets(List.of(past)).getOrDefault(past, 0L) > written);
        }
    }
}
