package io.leeway.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.decisions.canary.GuardOptions;
import io.leeway.sources.kafka.KafkaInput;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Jobs behind the scoring job read what it writes: what they assume of it is in one place. */
class DeciderOptionsTest {
    private static final DeciderOptions DECIDER = DeciderOptions.of("localhost:9092");

    @Test
    void aDeciderAllowsTheLatenessOfTheScoringJob() {
        assertThat(DECIDER)
                .isEqualTo(new DeciderOptions(
                        KafkaConnection.to("localhost:9092"),
                        Duration.ofMinutes(10),
                        OnLostEvents.FAIL,
                        CommitOptions.DEFAULTS));
    }

    @Test
    void aJobReadsWithTheDecidersOptions() {
        DeciderOptions given = new DeciderOptions(
                KafkaConnection.to("localhost:9092"),
                Duration.ofMinutes(2),
                OnLostEvents.CONTINUE,
                CommitOptions.DEFAULTS);
        KafkaInput input = given.input("group", () -> {});
        assertThat(input.kafka()).isEqualTo(given.kafka());
        assertThat(input.group()).isEqualTo("group");
        assertThat(input.disorder()).isEqualTo(Duration.ofMinutes(2));
        assertThat(input.onLostEvents()).isEqualTo(OnLostEvents.CONTINUE);
    }

    @Test
    void allReadTheScoringJobsTopicByDefault() {
        GuardJobOptions guard = GuardJobOptions.of(DECIDER, GuardOptions.of(Duration.ofDays(28)));
        assertThat(new String[] {
                    WinBackJobOptions.of(DECIDER).topic(),
                    EffectJobOptions.of(DECIDER).topic(),
                    RecommendJobOptions.of(DECIDER).topic(),
                    guard.topic()
                })
                .containsOnly("leeway.events");
        assertThat(guard.releases()).isEqualTo("leeway.releases");
        assertThat(guard.notice()).isEqualTo(Duration.ofSeconds(30));
        assertThat(RecommendJobOptions.of(DECIDER).catalogue()).isEqualTo("leeway.catalogue");
    }

    /** Each decides without a model until one is named. */
    @Test
    void noModelIsAssumed() {
        assertThat(WinBackJobOptions.of(DECIDER).upliftModel()).isNull();
        assertThat(AdvertisingJobOptions.of(DECIDER).models()).isNull();
        assertThat(RecommendJobOptions.of(DECIDER).model()).isNull();
        assertThat(EffectJobOptions.of(DECIDER).releases()).isNull();
    }
}
