package io.leeway.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransactionStateTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final Duration OUTAGE = Duration.ofDays(7);

    @Test
    void brokersAsKafkaShipsThemAreGood() {
        TransactionState state = state(
                3,
                Map.of(
                        "transaction.max.timeout.ms", "900000",
                        "transactional.id.expiration.ms", "604800000",
                        "transaction.state.log.replication.factor", "3"),
                log(3, "2"));
        assertThat(state.problems(TIMEOUT, OUTAGE)).isEmpty();
        assertThat(state.advice()).isEmpty();
        assertThat(state.problems(Duration.ofHours(1), Duration.ofDays(14)))
                .containsExactly(
                        "broker 1: transaction.max.timeout.ms has to be at least the jobs' PT1H, is PT15M: a job does not start",
                        "broker 1: transactional.id.expiration.ms has to be at least the longest outage, PT336H, is PT168H:"
                                + " a job that starts again later cannot commit what its checkpoint lists, and fails");
    }

    @Test
    void oneReplicaOfSeveralBrokersIsSaid() {
        assertThat(state(3, Map.of(), log(1, "1")).advice())
                .containsExactly(
                        "__transaction_state: has one replica of 3 brokers: while that broker is away no job commits, and what it holds is gone with it");
        assertThat(state(3, Map.of(), log(3, "1")).advice())
                .singleElement()
                .asString()
                .contains("is 1");
        assertThat(state(1, Map.of(), log(1, "1")).advice()).isEmpty();
    }

    @Test
    void whereNoTransactionCanBeginIsWrong() {
        assertThat(state(1, Map.of("transaction.state.log.replication.factor", "3"), null)
                        .problems(TIMEOUT, OUTAGE))
                .containsExactly(
                        "broker 1: transaction.state.log.replication.factor is 3, with 1 broker: no transaction can begin");
        assertThat(state(3, Map.of(), log(1, "2")).problems(TIMEOUT, OUTAGE))
                .containsExactly(
                        "__transaction_state: min.insync.replicas is 2, with 1 replicas: no transaction can begin");
    }

    @Test
    void whatMayNotBeAskedIsNoProblem() {
        TransactionState state = state(3, Map.of(), null);
        assertThat(state.isKnown()).isFalse();
        assertThat(state.problems(TIMEOUT, OUTAGE)).isEmpty();
        assertThat(state.advice()).isEmpty();
    }

    private static TransactionState state(int brokers, Map<String, String> settings, @Nullable TopicState log) {
        return new TransactionState(brokers, Map.of("1", new TopicState(0, 0, settings)), log);
    }

    private static TopicState log(int replicas, String leastInSync) {
        return new TopicState(50, replicas, Map.of("min.insync.replicas", leastInSync));
    }
}
