package io.leeway.cli.audit;

import io.leeway.cli.scores.CommittedScore;
import io.leeway.topics.Progress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Whether live scores lie behind what their partition says of the scoring job's progress: deciders
 * would find them late. Not thread-safe.
 */
final class ProgressCheck {
    private final Map<TopicPartition, Map<Integer, Long>> watermarks = new HashMap<>();
    private final Map<TopicPartition, Integer> parallelism = new HashMap<>();
    private long behind;
    private @Nullable String example;

    /** A record of progress. */
    void add(ConsumerRecord<?, ?> record, Progress progress) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Map<Integer, Long> subtasks = watermarks.computeIfAbsent(partition, first -> new HashMap<>());
        Integer before = parallelism.put(partition, progress.parallelism());
        if (before != null && before != progress.parallelism()) {
            subtasks.clear();
        }
        subtasks.merge(progress.subtask(), progress.watermarkMillis(), Math::max);
    }

    /** A score, in its place among them. */
    void add(ConsumerRecord<?, ?> record, CommittedScore committed) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Map<Integer, Long> subtasks = watermarks.getOrDefault(partition, Map.of());
        if (committed.score().head().backfill() || subtasks.size() < parallelism.getOrDefault(partition, 1)) {
            return;
        }
        long watermark =
                subtasks.values().stream().mapToLong(each -> each).min().orElse(Long.MIN_VALUE);
        if (committed.score().head().asOf().toEpochMilli() <= watermark) {
            behind++;
            example = record.topic() + ", partition " + record.partition() + ", offset " + record.offset() + ", of "
                    + committed.score().head().asOf() + " behind " + Instant.ofEpochMilli(watermark);
        }
    }

    long behind() {
        return behind;
    }

    @Nullable
    String example() {
        return example;
    }
}
