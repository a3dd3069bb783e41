package io.leeway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.jobs.BootstrapJob;
import io.leeway.jobs.options.BootstrapJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.SmallShop;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cluster is lost, and another has a copy of the live topic whose offsets are others. A job with state of the lost cluster is refused there; one that starts from history, by time, gives
 * all scores, and those that readers have already have the same ids and values.
 */
@Timeout(600)
class MirroredClusterIT {
    private static final String LIVE = "live";

    /** Records of a transaction of the copy: the marker behind it shifts all later offsets. */
    private static final int COPIED_TOGETHER = 7;

    @TempDir
    private Path folder;

    @Test
    void aJobContinuesByTimeAndDuplicatesAreDroppedById() throws Exception {
        SavepointInput input = SavepointInput.make(folder.resolve("input"), 30, 9, 3);
        try (EmbeddedBroker lost = EmbeddedBroker.start(folder.resolve("lost"));
                EmbeddedBroker mirror = EmbeddedBroker.start(folder.resolve("mirror"))) {
            SavepointTopics before = topics(lost);
            SavepointTopics after = topics(mirror);
            before.append(LIVE, input.parts().get(0));
            SavepointJob job = job(input, before);
            JobClient running = job.start(null, 2);
            job.awaitIdle(running, input.eventsUpTo(0));
            String savepoint = job.stop(running).toUri().toString();
            Map<String, JsonNode> known = before.scores();

            copy(lost, mirror);
            // What producers were not sure of they send again, to the cluster that is there.
            List<SavepointInput.Line> unsure = last(input.parts().get(0), 20);
            after.append(LIVE, unsure);
            after.append(LIVE, input.parts().get(1));

            SavepointJob there = job(input, after);
            assertThat(failure(there.start(savepoint, 2))).contains("another topic of that name");
            assertThat(after.scores()).isEmpty();

            Path bootstrapped = folder.resolve("bootstrapped");
            StreamExecutionEnvironment batch = SmallShop.batch();
            BootstrapJob.define(
                    batch,
                    BootstrapJobOptions.of(
                            JobSourceOptions.of(input.history()).withSeam(input.seam()),
                            bootstrapped.toUri().toString()));
            batch.execute();
            UnaryOperator<JobSourceOptions> byTime = source ->
                    JobSourceOptions.DEFAULTS.withTopic(after.servers(), LIVE).withSeam(input.seam());
            running = there.start(bootstrapped.toUri().toString(), 2, byTime);
            after.append(LIVE, input.parts().get(2));
            there.awaitIdle(running, input.eventsUpTo(2) + unsure.size());
            running.cancel().get();
            assertThat(after.tallies()).containsEntry("duplicates", (long) unsure.size());

            Map<String, JsonNode> again = after.scores();
            Map<String, JsonNode> twice = new TreeMap<>(known);
            twice.keySet().retainAll(again.keySet());
            assertThat(twice).as("scores that were committed on both").isNotEmpty();
            twice.forEach((id, score) -> assertThat(SavepointScores.same(score, again.get(id)))
                    .as(score + " against " + again.get(id))
                    .isTrue());

            mirror.createTopic("whole", SavepointInput.PARTITIONS, Map.of());
            input.parts().forEach(part -> after.append("whole", part));
            Map<String, JsonNode> all = new TreeMap<>(known);
            all.putAll(again);
            SavepointScores.requireSame(
                    "after the loss of a cluster",
                    SavepointJob.undisturbed(input, after, "whole", input.models(), folder.resolve("undisturbed")),
                    all);
        }
    }

    private SavepointJob job(SavepointInput input, SavepointTopics topics) {
        return new SavepointJob(input, topics, LIVE, folder, input.models(), folder);
    }

    private static SavepointTopics topics(EmbeddedBroker broker) throws InterruptedException {
        SavepointTopics.createOutputs(broker);
        broker.createTopic(LIVE, SavepointInput.PARTITIONS, Map.of());
        return new SavepointTopics(broker);
    }

    private static List<SavepointInput.Line> last(List<SavepointInput.Line> lines, int count) {
        List<SavepointInput.Line> events =
                lines.stream().filter(line -> line.value() != null).toList();
        return events.subList(events.size() - count, events.size());
    }

    /** As a mirror does: keys, values and timestamps stay, offsets do not. */
    private static void copy(EmbeddedBroker from, EmbeddedBroker to) {
        List<TopicPartition> partitions = IntStream.range(0, SavepointInput.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(LIVE, partition))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                        KafkaConnection.to(from.bootstrapServers()).consumer(Map.of("enable.auto.commit", false));
                KafkaProducer<byte[], byte[]> producer =
                        KafkaConnection.to(to.bootstrapServers()).producer(Map.of("transactional.id", "mirror"))) {
            producer.initTransactions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int copied = 0;
            producer.beginTransaction();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    producer.send(new ProducerRecord<>(
                            LIVE, record.partition(), record.timestamp(), record.key(), record.value()));
                    if (++copied % COPIED_TOGETHER == 0) {
                        producer.commitTransaction();
                        producer.beginTransaction();
                    }
                }
            }
            producer.commitTransaction();
            try (KafkaConsumer<byte[], byte[]> there =
                    KafkaConnection.to(to.bootstrapServers()).consumer(Map.of())) {
                assertThat(there.endOffsets(partitions)).isNotEqualTo(ends);
            }
        }
    }

    /** The line with which a job ends. */
    private static String failure(JobClient job) {
        Throwable[] failure = new Throwable[1];
        assertThatThrownBy(() -> job.getJobExecutionResult().get(4, TimeUnit.MINUTES))
                .satisfies(thrown -> failure[0] = thrown);
        return ExceptionUtils.findThrowable(
                        failure[0], cause -> String.valueOf(cause.getMessage()).startsWith("Expected"))
                .map(Throwable::getMessage)
                .orElseGet(() -> ExceptionUtils.stringifyException(failure[0]));
    }
}
