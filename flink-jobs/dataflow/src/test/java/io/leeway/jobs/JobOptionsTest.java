package io.leeway.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.decisions.canary.GuardOptions;
import io.leeway.jobs.options.AdvertisingJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.DeciderOptions;
import io.leeway.jobs.options.EffectJobOptions;
import io.leeway.jobs.options.GuardJobOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.RecommendJobOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.jobs.options.WinBackJobOptions;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ReasonsAbove;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Between command lines and options records. */
class JobOptionsTest {
    private static final String BROKERS = "localhost:9092";
    private static final Instant SEAM = Instant.parse("2026-01-01T00:00:00Z");

    private static <T> T parsed(T job, String... arguments) {
        new CommandLine(job).parseArgs(arguments);
        return job;
    }

    @Test
    void aCommandLineHasTheDefaultsOfItsRecord() {
        DeciderOptions decider = DeciderOptions.of(BROKERS);
        String[] arguments = {"--bootstrap", BROKERS};
        assertThat(parsed(new RecommendJob(), arguments).options()).isEqualTo(RecommendJobOptions.of(decider));
        assertThat(parsed(new WinBackJob(), arguments).options()).isEqualTo(WinBackJobOptions.of(decider));
        assertThat(parsed(new AdvertisingJob(), arguments).options()).isEqualTo(AdvertisingJobOptions.of(decider));
        assertThat(parsed(new EffectJob(), arguments).options()).isEqualTo(EffectJobOptions.of(decider));
        assertThat(parsed(new GuardJob(), arguments).options())
                .isEqualTo(GuardJobOptions.of(decider, GuardOptions.of(Duration.ofDays(28))));
        assertThat(parsed(new ScoringJob(), "--models", "models").options())
                .isEqualTo(ScoringJobOptions.of(JobSourceOptions.DEFAULTS, ModelOptions.of(Path.of("models"))));
    }

    @Test
    void renderedArgumentsParseToTheSameOptions() {
        requireRoundTrip(ScoringJobOptions.of(
                JobSourceOptions.of(Path.of("history")).withTopic(BROKERS, "live"),
                ModelOptions.of(Path.of("models"))));
        requireRoundTrip(new ScoringJobOptions(
                new JobSourceOptions(
                        "history",
                        KafkaConnection.to(BROKERS),
                        "live",
                        SEAM,
                        Duration.ofMinutes(3),
                        OnLostEvents.CONTINUE,
                        0.25,
                        "/keys/erasures.key"),
                new ModelOptions(
                        Path.of("models"),
                        "a".repeat(64),
                        "b".repeat(64),
                        new BundleOptions(7, Duration.ofMillis(5))
                                .withReasons(new ReasonsAbove(0.25, Double.POSITIVE_INFINITY, true)),
                        "leeway.releases"),
                new CommitOptions(Duration.ofSeconds(2), Duration.ofMinutes(5), "other"),
                SEAM.plus(Duration.ofDays(1)),
                true,
                3,
                Duration.ofSeconds(40)));
    }

    @Test
    void settingsOfClientsAreRenderedAndParsed() {
        KafkaConnection kafka = KafkaConnection.to(BROKERS)
                .withClientSettings(null, Map.of("client.dns.lookup", "use_all_dns_ips", "sasl.mechanism", "a=b"))
                .withTopics(new Topics("shop-a."));
        requireRoundTrip(ScoringJobOptions.of(
                JobSourceOptions.DEFAULTS.withTopic(kafka, "live"), ModelOptions.of(Path.of("models"))));
        assertThat(parsed(
                                new WinBackJob(),
                                "--bootstrap",
                                BROKERS,
                                "--kafka",
                                "client.dns.lookup=use_all_dns_ips",
                                "--kafka",
                                "sasl.mechanism=a=b",
                                "--topic-prefix",
                                "shop-a.")
                        .options())
                .isEqualTo(WinBackJobOptions.of(DeciderOptions.of(kafka)));
        assertThatThrownBy(() -> parsed(new GuardJob(), "--bootstrap", BROKERS, "--kafka", "acks=1")
                        .options())
                .isInstanceOf(JobException.class)
                .hasMessage("Expected no acks with --kafka: exactly-once needs it as Leeway sets it; leave it out");
        assertThatThrownBy(() -> parsed(new GuardJob(), "--bootstrap", BROKERS, "--kafka-config", "/absent")
                        .options())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Expected properties of Kafka clients in /absent, found no such file");
    }

    private static void requireRoundTrip(ScoringJobOptions options) {
        List<String> arguments = ScoringJob.arguments(options);
        assertThat(parsed(new ScoringJob(), arguments.toArray(String[]::new)).options())
                .isEqualTo(options);
    }

    @Test
    void whatHoldsByDefaultIsNotRendered() {
        ScoringJobOptions options = ScoringJobOptions.of(JobSourceOptions.DEFAULTS, ModelOptions.of(Path.of("models")));
        assertThat(ScoringJob.arguments(options)).containsExactly("--models", "models");
    }

    @Test
    void whatARecordRefusesIsOneLine() {
        assertThatThrownBy(() -> parsed(new WinBackJob(), "--bootstrap", BROKERS, "--control", "1")
                        .options())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Expected a control share in [0, 1), found 1.0; correct the option");
        assertThatThrownBy(() -> parsed(new ScoringJob(), "--models", "models", "--bounded")
                        .options())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Expected --until with --bounded");
        assertThatThrownBy(() -> parsed(new GuardJob(), "--bootstrap", BROKERS, "--return-event", "visit")
                        .options())
                .isInstanceOf(JobException.class)
                .hasMessageContaining("found 'visit'");
    }
}
