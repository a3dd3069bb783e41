package io.leeway.topics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * A transaction that has neither been committed nor aborted. Readers of committed records see
 * nothing that lies behind its first record in a partition.
 *
 * @param id its transactional id
 * @param state as Kafka names it
 * @param producerId of the producer that began it
 * @param epoch of that producer
 * @param startedMillis when it began, wall clock of the broker; 0 where the broker does not say
 * @param timeout after which the broker aborts it
 * @param partitions that it has written to
 */
public record OpenTransaction(
        String id,
        String state,
        long producerId,
        int epoch,
        long startedMillis,
        Duration timeout,
        Set<TopicPartition> partitions) {
    private static final Set<TransactionState> OPEN =
            EnumSet.of(TransactionState.ONGOING, TransactionState.PREPARE_COMMIT, TransactionState.PREPARE_ABORT);

    public OpenTransaction {
        partitions = Set.copyOf(partitions);
    }

    /**
     * Those that are open under ids of which this holds, oldest first. Brokers leave out those that
     * the client may not DESCRIBE.
     */
    public static List<OpenTransaction> of(Admin admin, Predicate<String> ids, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> listed = admin
                .listTransactions(new ListTransactionsOptions().filterStates(OPEN))
                .all()
                .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                .stream()
                .map(TransactionListing::transactionalId)
                .filter(ids)
                .toList();
        var descriptions = admin.describeTransactions(listed);
        List<OpenTransaction> open = new ArrayList<>();
        for (String id : listed) {
            try {
                TransactionDescription found =
                        descriptions.description(id).get(patience.toMillis(), TimeUnit.MILLISECONDS);
                if (OPEN.contains(found.state())) {
                    open.add(of(id, found));
                }
            } catch (ExecutionException failed) {
                // It has ended since, and been forgotten.
                if (!(failed.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw failed;
                }
            }
        }
        open.sort(Comparator.comparingLong(OpenTransaction::startedMillis).thenComparing(OpenTransaction::id));
        return open;
    }

    private static OpenTransaction of(String id, TransactionDescription found) {
        return new OpenTransaction(
                id,
                found.state().toString(),
                found.producerId(),
                found.producerEpoch(),
                found.transactionStartTimeMs().orElse(0),
                Duration.ofMillis(found.transactionTimeoutMs()),
                found.topicPartitions());
    }

    /** Those that are open in one of these partitions, oldest first. */
    public static List<OpenTransaction> in(Admin admin, Collection<TopicPartition> partitions, Duration patience)
            throws ExecutionException, InterruptedException, TimeoutException {
        return of(admin, id -> true, patience).stream()
                .filter(each -> !Collections.disjoint(each.partitions(), partitions))
                .toList();
    }

    /**
     * Names what holds back readers of these partitions, for messages: nothing is thrown where the
     * brokers do not say.
     */
    public static String names(KafkaConnection kafka, Collection<TopicPartition> partitions, Instant now) {
        Duration patience = Duration.ofSeconds(10);
        try (Admin admin = kafka.admin(patience)) {
            List<String> names = in(admin, partitions, patience).stream()
                    .map(each -> each.words(now))
                    .toList();
            return names.isEmpty()
                    ? "a transaction that this client may not DESCRIBE, or that has just ended"
                    : String.join("; ", names);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "a transaction";
        } catch (ExecutionException | TimeoutException | RuntimeException unknown) {
            return "a transaction that the brokers do not name (" + unknown.getMessage() + ")";
        }
    }

    /** For how long it has been open. */
    public Duration age(Instant now) {
        return startedMillis == 0
                ? Duration.ZERO
                : Duration.ofSeconds(Math.max(0, (now.toEpochMilli() - startedMillis) / 1000));
    }

    /** Its partitions by topic, as in {@code leeway.scores.churn 0, 1}. */
    public String topics() {
        Map<String, Set<Integer>> byTopic = new TreeMap<>();
        partitions.forEach(each ->
                byTopic.computeIfAbsent(each.topic(), topic -> new TreeSet<>()).add(each.partition()));
        List<String> words = new ArrayList<>();
        byTopic.forEach(
                (topic, numbers) -> words.add(topic + ' ' + numbers.toString().replaceAll("[\\[\\]]", "")));
        return String.join("; ", words);
    }

    private String words(Instant now) {
        return String.format(Locale.ROOT, "%s, %s, open for %s with a timeout of %s", id, state, age(now), timeout);
    }
}
