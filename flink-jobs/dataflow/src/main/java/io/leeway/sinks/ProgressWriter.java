package io.leeway.sinks;

import io.leeway.records.SinkRecord;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.TaskInfo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sink's subtask reports of its progress before each barrier: a {@link Progress} into every
 * partition of its topics. Partitions that are added to a topic are seen a checkpoint later. For the
 * task's thread alone.
 */
final class ProgressWriter implements BarrierRecords<SinkRecord> {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressWriter.class);

    private final Map<String, String> topics = new HashMap<>();
    private final Admin admin;
    private final int subtask;
    private final int parallelism;
    private final long endMillis;
    private Map<String, Integer> partitions = Map.of();
    private @Nullable KafkaFuture<Map<String, TopicDescription>> asked;
    private long watermarkMillis = Long.MIN_VALUE;

    /**
     * Of these topics.
     *
     * @param names of the topics on the cluster
     * @param end as far as the run is when its input ends; null: another run may follow, and write
     *     what comes after
     */
    ProgressWriter(KafkaConnection kafka, List<String> names, TaskInfo task, @Nullable Instant end) {
        names.forEach(name -> topics.put(name, kafka.topics().topic(name)));
        this.admin = kafka.admin();
        this.subtask = task.getIndexOfThisSubtask();
        this.parallelism = task.getNumberOfParallelSubtasks();
        this.endMillis = end == null ? Long.MIN_VALUE : end.toEpochMilli();
    }

    @Override
    public void advance(long toMillis) {
        watermarkMillis = Math.max(watermarkMillis, toMillis == Long.MAX_VALUE ? endMillis : toMillis);
    }

    @Override
    public List<SinkRecord> records() throws IOException, InterruptedException {
        if (watermarkMillis == Long.MIN_VALUE) {
            return List.of();
        }
        Progress progress = new Progress(subtask, parallelism, watermarkMillis);
        List<SinkRecord> records = new ArrayList<>();
        partitions().forEach((name, count) -> {
            String topic = topics.get(name);
            for (int partition = 0; topic != null && partition < count; partition++) {
                records.add(progress.to(topic, partition));
            }
        });
        return records;
    }

    /** As far as it is known; the brokers are waited for where nothing is known yet. */
    private Map<String, Integer> partitions() throws IOException, InterruptedException {
        if (asked == null) {
            asked = ask();
        }
        if (partitions.isEmpty() || asked.isDone()) {
            try {
                Map<String, Integer> counts = new HashMap<>();
                asked.get()
                        .forEach((name, topic) ->
                                counts.put(name, topic.partitions().size()));
                partitions = counts;
            } catch (ExecutionException e) {
                if (partitions.isEmpty()) {
                    throw new IOException("Cannot ask for the partitions of " + topics.keySet(), e.getCause());
                }
                LOG.warn("Cannot ask for the partitions of {}; those known so far count", topics.keySet(), e);
            }
            asked = ask();
        }
        return partitions;
    }

    private KafkaFuture<Map<String, TopicDescription>> ask() {
        return admin.describeTopics(topics.keySet()).allTopicNames();
    }

    @Override
    public void close() {
        // What was asked and not answered is of no use any more.
        admin.close(Duration.ZERO);
    }
}
