package io.leeway.cli.topics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * How the brokers handle transactions.
 *
 * @param brokers how many there are
 * @param settings of the brokers whose settings the client may ask for, by the broker's id
 * @param log the topic {@value #TOPIC}; null: it is not there yet, or the client may not ask
 */
record TransactionState(
        int brokers,
        Map<String, TopicState> settings,
        @Nullable TopicState log) {
    /** Where brokers keep it. */
    static final String TOPIC = "__transaction_state";

    /** The longest outage unless another is given: Kafka keeps a transactional id for so long. */
    static final Duration OUTAGE = Duration.ofDays(7);

    private static final String MAX_TIMEOUT = "transaction.max.timeout.ms";
    private static final String EXPIRATION = "transactional.id.expiration.ms";
    private static final String REPLICAS = "transaction.state.log.replication.factor";

    TransactionState {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Whether the client may ask each broker for its settings. */
    boolean isKnown() {
        return settings.values().stream().noneMatch(each -> each.settings().isEmpty());
    }

    /**
     * Why jobs do not start, or do not start again; each is a sentence.
     *
     * @param timeout of the jobs' transactions
     * @param outage after which a job is to start again from its checkpoint
     */
    List<String> problems(Duration timeout, Duration outage) {
        List<String> problems = new ArrayList<>();
        settings.forEach((broker, state) -> {
            long most = state.number(MAX_TIMEOUT, Long.MAX_VALUE);
            if (timeout.toMillis() > most) {
                problems.add("broker " + broker + ": " + MAX_TIMEOUT + " has to be at least the jobs' " + timeout
                        + ", is " + Duration.ofMillis(most) + ": a job does not start");
            }
            long kept = state.number(EXPIRATION, Long.MAX_VALUE);
            if (outage.toMillis() > kept) {
                problems.add(
                        "broker " + broker + ": " + EXPIRATION + " has to be at least the longest outage, " + outage
                                + ", is " + Duration.ofMillis(kept)
                                + ": a job that starts again later cannot commit what its checkpoint lists, and fails");
            }
            if (log == null && state.number(REPLICAS, 1) > brokers) {
                problems.add("broker " + broker + ": " + REPLICAS + " is " + state.number(REPLICAS, 1) + ", with "
                        + brokers + (brokers == 1 ? " broker" : " brokers") + ": no transaction can begin");
            }
        });
        if (log != null && log.replicas() < leastInSync(log)) {
            problems.add(TOPIC + ": min.insync.replicas is " + leastInSync(log) + ", with " + log.replicas()
                    + " replicas: no transaction can begin");
        }
        return problems;
    }

    /** What loses transactions when a broker fails. */
    List<String> advice() {
        if (log == null || brokers == 1) {
            return List.of();
        }
        if (log.replicas() == 1) {
            return List.of(TOPIC + ": has one replica of " + brokers
                    + " brokers: while that broker is away no job commits, and what it holds is gone with it");
        }
        return leastInSync(log) == 1
                ? List.of(TOPIC + ": min.insync.replicas is 1: a commit can be acknowledged that one broker alone has")
                : List.of();
    }

    private static long leastInSync(TopicState topic) {
        return topic.number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Math.min(2, topic.replicas()));
    }
}
