package io.leeway.cli.demo;

import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.topics.KafkaConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A decision job in this process. How far it is, its consumer group says: Flink commits offsets
 * with checkpoints.
 *
 * @param topics what it has to have read before it may stop
 * @param settled how much later it has decided on that
 */
record DecisionJob(
        String name,
        JobClient client,
        CompletableFuture<JobExecutionResult> result,
        String group,
        List<String> topics,
        Duration settled) {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    static DecisionJob of(String name, JobClient client, String group, List<String> topics, Duration settled) {
        return new DecisionJob(name, client, client.getJobExecutionResult(), group, topics, settled);
    }

    void requireAlive() {
        requireAlive("the job " + name, result);
    }

    /** @throws UserError when the job has failed for good */
    static void requireAlive(String job, CompletableFuture<JobExecutionResult> result) {
        if (result.isCompletedExceptionally()) {
            try {
                result.get();
            } catch (ExecutionException e) {
                throw new UserError("Expected " + job + " to run, found that it failed: " + RootCause.message(e), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns when it has read all that is committed by now, and ended in order. */
    void finish(Admin admin, String bootstrapServers, String savepoints, Clock clock) throws InterruptedException {
        long patientUntil = clock.millis() + PATIENCE.toMillis();
        KafkaConnection kafka = KafkaConnection.to(bootstrapServers);
        try (KafkaConsumer<byte[], byte[]> consumer = CommittedTopics.consumer(kafka)) {
            consumer.assign(CommittedTopics.partitions(consumer, kafka, topics));
            while (behind(admin, consumer) > 0) {
                requireAlive();
                if (clock.millis() > patientUntil) {
                    throw new UserError("Expected the job " + name + " to read " + topics + " to the end within "
                            + PATIENCE.toMinutes()
                            + " min, found it behind; play slower with --speed, or fewer --shoppers");
                }
                ClockPause.parking().until(clock, clock.millis() + LOOK_EVERY.toMillis());
            }
            ClockPause.parking().until(clock, clock.millis() + settled.toMillis());
            client.stopWithSavepoint(false, savepoints, SavepointFormatType.NATIVE)
                    .get();
            result.get();
        } catch (ExecutionException e) {
            throw new UserError("Expected the job " + name + " to stop in order, found: " + RootCause.message(e), e);
        }
    }

    /**
     * Records that are committed and not yet behind a checkpoint. Offsets alone do not show it: the
     * mark at the end of a transaction has one too.
     */
    private long behind(Admin admin, KafkaConsumer<byte[], byte[]> consumer)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        List<TopicPartition> partitions = consumer.assignment().stream().toList();
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata at = read.get(partition);
            consumer.seek(partition, at == null ? 0 : at.offset());
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long behind = 0;
        while (behind == 0
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            behind = consumer.poll(POLL).count();
        }
        return behind;
    }

    void cancel() {
        if (!result.isDone()) {
            client.cancel();
        }
    }
}
