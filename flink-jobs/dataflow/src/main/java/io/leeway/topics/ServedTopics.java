package io.leeway.topics;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Waits for topics that were just made.
 *
 * <p>The controller has a topic before a broker knows it, and a broker names a partition's leader
 * before the leader serves it. A producer whose first batch meets a leader that does not serve yet
 * may try the same batch in vain until its delivery timeout of two minutes, so that an answer about
 * offsets, which only a serving leader gives, is waited for.
 */
public final class ServedTopics {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private ServedTopics() {}

    /**
     * Returns when each partition is served.
     *
     * @param names on the cluster
     * @throws TimeoutException when one is not by then
     * @throws ExecutionException when the brokers refuse to say
     */
    public static void await(Admin admin, Collection<String> names, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!areServed(admin, names, deadline)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("no broker serves " + names + " after " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private static boolean areServed(Admin admin, Collection<String> names, long deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        long left = Math.max(1, deadline - System.nanoTime());
        try {
            Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
            for (TopicDescription topic : admin.describeTopics(names)
                    .allTopicNames()
                    .get(left, TimeUnit.NANOSECONDS)
                    .values()) {
                topic.partitions()
                        .forEach(partition -> partitions.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
            }
            admin.listOffsets(partitions).all().get(left, TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            if (e.getCause() instanceof AuthorizationException) {
                // Who may create a topic and not look at it does not wait for it.
                return true;
            }
            throw e;
        }
    }
}
