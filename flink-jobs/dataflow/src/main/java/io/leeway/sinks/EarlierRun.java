package io.leeway.sinks;

import io.leeway.topics.KafkaConnection;
import io.leeway.topics.RunCount;
import io.leeway.topics.ScoreJson;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Scores of history that the score topics hold already: another backfill would write them once
 * more. A bounded look: the first committed records of each partition of the score topics, and of
 * {@link Topics#TALLIES} what can be read in the time, since each subtask of a run that has ended
 * has left a {@link RunCount} there. Where the score topics are empty there is none.
 *
 * @param run the run's name; null: a job that gives its records none, such as the scoring job
 * @param topic with prefix, in which it was found
 */
public record EarlierRun(@Nullable String run, String topic, int partition, long offset) {
    /** So many records of each partition of the score topics are looked at. */
    public static final int FIRST_RECORDS = 1000;

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Looks for one.
     *
     * @param patience for how long it looks at most
     * @throws org.apache.kafka.common.KafkaException where the topics cannot be read
     */
    public static Optional<EarlierRun> find(KafkaConnection kafka, Duration patience, Clock clock) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                kafka.consumer(Map.of("isolation.level", "read_committed", "enable.auto.commit", false))) {
            List<TopicPartition> scores = partitions(consumer, kafka, List.of(Topics.CHURN, Topics.INTEREST));
            if (consumer.beginningOffsets(scores).equals(consumer.endOffsets(scores))) {
                return Optional.empty();
            }
            List<TopicPartition> all = new ArrayList<>(scores);
            all.addAll(partitions(consumer, kafka, List.of(Topics.TALLIES)));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            return look(consumer, Set.copyOf(scores), clock, clock.millis() + patience.toMillis());
        }
    }

    private static Optional<EarlierRun> look(
            KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> scores, Clock clock, long until) {
        Set<TopicPartition> unread = new HashSet<>(consumer.assignment());
        Map<TopicPartition, Long> ends = consumer.endOffsets(unread);
        Map<TopicPartition, Integer> looked = new HashMap<>();
        while (!unread.isEmpty() && clock.millis() < until) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                Optional<String> run =
                        RunCount.runOf(record).or(() -> RunCount.of(record).map(RunCount::run));
                if (run.isPresent() || (scores.contains(partition) && isBackfill(record.value()))) {
                    return Optional.of(
                            new EarlierRun(run.orElse(null), record.topic(), record.partition(), record.offset()));
                }
                looked.merge(partition, 1, Integer::sum);
            }
            unread.removeIf(each -> consumer.position(each) >= ends.getOrDefault(each, 0L)
                    || (scores.contains(each) && looked.getOrDefault(each, 0) >= FIRST_RECORDS));
            consumer.pause(consumer.assignment().stream()
                    .filter(each -> !unread.contains(each))
                    .toList());
        }
        return Optional.empty();
    }

    private static boolean isBackfill(byte @Nullable [] value) {
        try {
            return value != null && ScoreJson.score(value).origin().backfill();
        } catch (IOException | RuntimeException notAScore) {
            return false;
        }
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, KafkaConnection kafka, List<String> topics) {
        return topics.stream()
                .flatMap(topic -> consumer.partitionsFor(kafka.name(topic)).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList();
    }

    /** What was found, as a part of a sentence. */
    @Override
    public String toString() {
        return (run == null
                        ? "those of a job (backfill=true)"
                        : "those of run " + run + " (header " + RunCount.RUN + ')')
                + " in " + topic + ", partition " + partition + ", offset " + offset;
    }
}
