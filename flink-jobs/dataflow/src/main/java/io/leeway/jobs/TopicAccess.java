package io.leeway.jobs;

import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a job does with topics, by their names without prefix. Brokers hide a topic from a client
 * that may not describe it, so that absent topics and missing ACLs are distinguished here.
 *
 * @param reads topics that are read
 * @param writes topics that are written
 */
record TopicAccess(Collection<String> reads, Collection<String> writes) {
    TopicAccess {
        reads = List.copyOf(reads);
        writes = List.copyOf(writes);
    }

    /** The topics' names on the cluster. */
    Set<String> names(KafkaConnection kafka) {
        Set<String> names = new TreeSet<>();
        reads.forEach(topic -> names.add(kafka.name(topic)));
        writes.forEach(topic -> names.add(kafka.name(topic)));
        return names;
    }

    /**
     * Brokers must allow all of it.
     *
     * @throws JobException with each ACL that is missing
     */
    void require(Admin admin, KafkaConnection kafka, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Set<AclOperation>> allowed = allowed(admin, names(kafka), patience);
        List<String> missing = new ArrayList<>();
        find(AclOperation.READ, reads, kafka, allowed, missing);
        find(AclOperation.WRITE, writes, kafka, allowed, missing);
        if (!missing.isEmpty()) {
            throw new JobException(KafkaFailure.missing(kafka, missing));
        }
    }

    private static void find(
            AclOperation operation,
            Collection<String> topics,
            KafkaConnection kafka,
            Map<String, Set<AclOperation>> allowed,
            List<String> missing) {
        for (String topic : new TreeSet<>(topics)) {
            Set<AclOperation> operations = allowed.get(kafka.name(topic));
            if (operations != null && !operations.contains(operation)) {
                missing.add(operation + " on topic " + kafka.name(topic));
            }
        }
    }

    /** What is allowed by topic; a topic that is not there, or whose brokers do not say, is absent. */
    private static Map<String, Set<AclOperation>> allowed(Admin admin, Set<String> names, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, Set<AclOperation>> allowed = new TreeMap<>();
        for (Map.Entry<String, KafkaFuture<TopicDescription>> each : admin.describeTopics(
                        names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues()
                .entrySet()) {
            try {
                Set<AclOperation> operations = each.getValue()
                        .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .authorizedOperations();
                if (operations != null) {
                    allowed.put(each.getKey(), operations);
                }
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof TopicAuthorizationException) {
                    allowed.put(each.getKey(), Set.of());
                } else if (!(failed.getCause() instanceof UnknownTopicOrPartitionException
                        || failed.getCause() instanceof InvalidTopicException)) {
                    throw failed;
                }
            }
        }
        return allowed;
    }

    /** Brokers must allow transactions whose ids have this prefix. */
    static void requireTransactions(Admin admin, KafkaConnection kafka, String prefix, Duration patience)
            throws InterruptedException {
        String id = kafka.name(prefix) + "-0-1";
        try {
            admin.describeTransactions(List.of(id)).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof TransactionalIdAuthorizationException) {
                throw new JobException(
                        KafkaFailure.missing(
                                kafka, List.of("WRITE on transactional id " + kafka.name(prefix) + "-* (prefixed)")),
                        failed);
            }
            // That there is no such transaction yet is what is expected; other failures show at the
            // first checkpoint as they did before.
        } catch (TimeoutException slow) {
            // A new cluster's coordinator of transactions may not be there yet, and is not needed yet.
        }
    }
}
