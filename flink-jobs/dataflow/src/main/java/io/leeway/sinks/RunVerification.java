package io.leeway.sinks;

import io.leeway.topics.KafkaConnection;
import io.leeway.topics.OpenTransaction;
import io.leeway.topics.RunCount;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what a run of {@link Sinks#kafkaRun} has committed: a transaction that the brokers aborted
 * after its checkpoint is logged by Flink's sink, and the job ends all the same. Reads the topics
 * from where they ended before the run. Not thread-safe.
 */
public final class RunVerification {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection kafka;
    private final String run;
    private final Map<TopicPartition, Long> from;
    private final Map<Integer, RunCount> counts = new HashMap<>();
    private long committed;

    private RunVerification(KafkaConnection kafka, String run, Map<TopicPartition, Long> from) {
        this.kafka = kafka;
        this.run = run;
        this.from = from;
    }

    /**
     * A run that is about to begin.
     *
     * @param topics that it writes to, without prefix
     */
    public static RunVerification beginning(KafkaConnection kafka, String run, List<String> topics) {
        try (KafkaConsumer<byte[], byte[]> everything = consumer(kafka, "read_uncommitted")) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                everything
                        .partitionsFor(kafka.name(topic))
                        .forEach(each -> partitions.add(new TopicPartition(each.topic(), each.partition())));
            }
            return new RunVerification(kafka, run, everything.endOffsets(partitions));
        }
    }

    /**
     * What became of a run's records.
     *
     * @param sent by the subtasks whose own count was committed
     * @param committed records of the run
     * @param silent subtasks whose count was not committed; −1: none was, and it is not known how
     *     many there are
     * @param open what holds back the topics still, so that nothing can be said; empty: nothing
     */
    public record Result(String run, long sent, long committed, int silent, String open) {
        /** Whether each record that was sent was committed once. */
        public boolean holds() {
            return sent == committed && silent == 0;
        }

        /** For people. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "run %s: %s, %,d committed%s%s",
                    run,
                    silent == 0
                            ? String.format(Locale.ROOT, "%,d records sent", sent)
                            : "not all that was sent is known",
                    committed,
                    silent == 0
                            ? ""
                            : silent < 0 ? ", no subtask's last" : ", " + silent + " subtasks without their last",
                    open.isEmpty() ? "" : "; records cannot be read behind " + open);
        }
    }

    /**
     * Counts, after the run has ended.
     *
     * @param patience for how long transactions that are open in the topics are waited for
     */
    public Result count(Duration patience, Clock clock) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(kafka, "read_committed");
                KafkaConsumer<byte[], byte[]> everything = consumer(kafka, "read_uncommitted")) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            long until = clock.millis() + patience.toMillis();
            while (true) {
                Map<TopicPartition, Long> written = everything.endOffsets(from.keySet());
                boolean progress = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(record);
                    progress = true;
                }
                until = progress ? clock.millis() + patience.toMillis() : until;
                List<TopicPartition> unread = written.entrySet().stream()
                        .filter(end -> consumer.position(end.getKey()) < end.getValue())
                        .map(Map.Entry::getKey)
                        .toList();
                Result result = result("");
                if (unread.isEmpty() || (!progress && result.holds())) {
                    return result;
                }
                if (clock.millis() >= until) {
                    return result(OpenTransaction.names(kafka, unread, clock.instant()));
                }
            }
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        if (RunCount.runOf(record).filter(run::equals).isPresent()) {
            committed++;
        } else {
            RunCount.of(record)
                    .filter(count -> count.run().equals(run))
                    .ifPresent(count -> counts.put(count.subtask(), count));
        }
    }

    private Result result(String open) {
        int silent = counts.isEmpty() ? -1 : counts.values().iterator().next().parallelism() - counts.size();
        long sent = counts.values().stream().mapToLong(RunCount::records).sum();
        return new Result(run, sent, committed, silent, open);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(KafkaConnection kafka, String isolation) {
        return kafka.consumer(
                Map.of("isolation.level", isolation, "enable.auto.commit", false, "auto.offset.reset", "earliest"));
    }
}
