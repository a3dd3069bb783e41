package io.leeway.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommitOptionsTest {
    @Test
    void byDefaultCommitsComeEveryTenSecondsAndOutlastAQuarterOfAnHour() {
        assertThat(CommitOptions.DEFAULTS)
                .isEqualTo(new CommitOptions(Duration.ofSeconds(10), Duration.ofMinutes(15), null));
    }

    @Test
    void anIntervalOrATimeoutOfNothingIsRefused() {
        assertThatThrownBy(() -> CommitOptions.DEFAULTS.withCheckpointInterval(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Expected a checkpoint interval and a transaction timeout above zero, found PT0S and PT15M");
        assertThatThrownBy(() -> new CommitOptions(Duration.ofSeconds(1), Duration.ofNanos(999_999), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found PT1S and PT0.000999999S");
    }

    @Test
    void aTransactionalIdThatIsGivenCountsBeforeTheJobsOwn() {
        assertThat(CommitOptions.DEFAULTS.transactionalIdOr("leeway")).isEqualTo("leeway");
        assertThat(CommitOptions.DEFAULTS.withTransactionalId("blue").transactionalIdOr("leeway"))
                .isEqualTo("blue");
    }

    @Test
    void changesKeepTheRest() {
        CommitOptions given = new CommitOptions(Duration.ofSeconds(3), Duration.ofMinutes(4), "blue");
        assertThat(given.withCheckpointInterval(Duration.ofSeconds(5)))
                .isEqualTo(new CommitOptions(Duration.ofSeconds(5), Duration.ofMinutes(4), "blue"));
        assertThat(given.withTransactionalId("green"))
                .isEqualTo(new CommitOptions(Duration.ofSeconds(3), Duration.ofMinutes(4), "green"));
    }
}
