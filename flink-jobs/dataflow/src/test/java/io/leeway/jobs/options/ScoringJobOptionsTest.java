package io.leeway.jobs.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.scoring.BundleOptions;
import io.leeway.sources.kafka.OnLostEvents;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the options of the scoring, backfill, bootstrap and SQL jobs refuse, and their defaults. */
class ScoringJobOptionsTest {
    private static final Instant SEAM = Instant.parse("2026-01-01T00:00:00Z");
    private static final KafkaConnection KAFKA = KafkaConnection.to("localhost:9092");
    private static final JobSourceOptions SOURCE = new JobSourceOptions(
            "history", KAFKA, "live", SEAM, Duration.ofMinutes(3), OnLostEvents.CONTINUE, 0.25, "erasures.key");
    private static final ModelOptions MODELS = ModelOptions.of(Path.of("models"));

    @Test
    void aSourceHasTheDocumentedDefaults() {
        assertThat(JobSourceOptions.DEFAULTS)
                .isEqualTo(new JobSourceOptions(
                        null, null, "leeway.events", null, Duration.ofMinutes(10), OnLostEvents.FAIL, 0.5, null));
    }

    @Test
    void aSourceRefusesNegativeLateness() {
        assertThatThrownBy(() -> SOURCE.withAllowedLateness(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected an allowed lateness of at least zero, found PT-0.001S");
        assertThat(SOURCE.withAllowedLateness(Duration.ZERO).allowedLateness()).isZero();
    }

    @Test
    void aShareBeforeTheSeamIsFromZeroToOne() {
        assertThatThrownBy(() -> SOURCE.withMaxBeforeSeam(50))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected --max-before-seam from 0 to 1, found 50.0");
    }

    @Test
    void aLedgerOfErasuresNeedsBrokers() {
        assertThatThrownBy(() -> JobSourceOptions.of(Path.of("history")).withErasures("erasures.key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected --bootstrap with --erasures, found none");
    }

    @Test
    void eachChangeOfASourceKeepsTheRest() {
        assertThat(JobSourceOptions.DEFAULTS
                        .withOnLostEvents(OnLostEvents.CONTINUE)
                        .withMaxBeforeSeam(0.25)
                        .withSeam(SEAM)
                        .withAllowedLateness(Duration.ofMinutes(3))
                        .withTopic("localhost:9092", "live")
                        .withErasures("erasures.key")
                        .withHistory(Path.of("history")))
                .isEqualTo(SOURCE);
        assertThat(JobSourceOptions.of(Path.of("history")))
                .isEqualTo(JobSourceOptions.DEFAULTS.withHistory(Path.of("history")));
    }

    @Test
    void aBoundedRunNeedsItsLastInstant() {
        assertThatThrownBy(() -> new ScoringJobOptions(SOURCE, MODELS, CommitOptions.DEFAULTS, null, true, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Expected --until with --bounded, found none");
        ScoringJobOptions bounded = ScoringJobOptions.of(SOURCE, MODELS).boundedAt(SEAM);
        assertThat(bounded.bounded()).isTrue();
        assertThat(bounded.until()).isEqualTo(SEAM);
    }

    @Test
    void eachChangeOfTheScoringJobKeepsTheRest() {
        CommitOptions commit = CommitOptions.DEFAULTS.withTransactionalId("blue");
        ScoringJobOptions given = new ScoringJobOptions(SOURCE, MODELS, CommitOptions.DEFAULTS, SEAM, true, 3, null);
        Instant later = SEAM.plusSeconds(1);
        assertThat(given.withUntil(later).withCommit(commit).withFailEvery(Duration.ofSeconds(9)))
                .isEqualTo(new ScoringJobOptions(SOURCE, MODELS, commit, later, true, 3, Duration.ofSeconds(9)));
    }

    @Test
    void modelsKeepTheirOptionsWithOtherBundlesAndReleases() {
        ModelOptions given =
                new ModelOptions(Path.of("models"), "a", "b", new BundleOptions(7, Duration.ofMillis(5)), null);
        ModelOptions changed = given.withBundleRows(9).withReleases("leeway.releases");
        assertThat(changed)
                .isEqualTo(new ModelOptions(
                        Path.of("models"), "a", "b", new BundleOptions(9, Duration.ofMillis(5)), "leeway.releases"));
        assertThat(MODELS.bundle().rows()).isEqualTo(128);
        assertThatThrownBy(() -> given.withBundleRows(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 0, 1, PT0.005S");
    }

    @Test
    void aBackfillReadsTheTopicOnlyWhereThatIsAskedFor() {
        Path scores = Path.of("scores");
        BackfillJobOptions history = BackfillJobOptions.of(SOURCE, MODELS, scores);
        assertThat(history.withTopic()).isFalse();
        assertThat(history.until()).isNull();
        assertThat(history.outputs()).isEqualTo(new BackfillJobOptions.Outputs("scores", null, null));
        BackfillJobOptions both = BackfillJobOptions.withTopic(SOURCE, MODELS, SEAM, scores);
        assertThat(both.withTopic()).isTrue();
        assertThat(both.until()).isEqualTo(SEAM);
    }

    /** A savepoint of another maximum parallelism cannot start the live job. */
    @Test
    void aBootstrapHasFlinksMaximumParallelismAndRefusesNone() {
        assertThat(BootstrapJobOptions.of(SOURCE, "savepoint").maxParallelism()).isEqualTo(128);
        assertThatThrownBy(() -> new BootstrapJobOptions(SOURCE, "savepoint", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected a maximum parallelism of at least 1, found 0");
    }

    @Test
    void sqlNeedsAFileAndKeepsWhatItWasGiven() {
        assertThatThrownBy(() -> new SqlJobOptions(List.of(), false, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Expected SQL files, found none; name at least one");
        List<String> files = new ArrayList<>(List.of("a.sql"));
        Map<String, String> settings = new HashMap<>(Map.of("parallelism.default", "1"));
        SqlJobOptions options = new SqlJobOptions(files, true, settings);
        files.clear();
        settings.clear();
        assertThat(options).isEqualTo(new SqlJobOptions(List.of("a.sql"), true, Map.of("parallelism.default", "1")));
    }
}
