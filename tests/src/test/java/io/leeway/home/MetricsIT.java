package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.jobs.ScoringJob;
import io.leeway.kubernetes.Monitoring;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.LiveShop;
import io.leeway.shop.SmallShop;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the operators and RocksDB tell Prometheus while the shipped job runs in a real TaskManager, with the configuration of the home. */
class MetricsIT {
    private static final String OPERATOR = "flink_taskmanager_job_task_operator_";
    private static final String LIVE_BYTES = "column_family_rocksdb_estimate_live_data_size";
    private static final String SST_FILES = "column_family_rocksdb_total_sst_files_size";
    private static final Duration TO_SCORE_HISTORY = Duration.ofMinutes(8);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final int SUBTASKS = 2;
    private static final int BUNDLE = 128;

    /** A histogram's bounds are right within an eighth. */
    private static final int BUNDLE_BOUND = BUNDLE + BUNDLE / 8;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void theTaskManagerTellsWhatTheJobIsAt() throws Exception {
        SmallShop small = SmallShop.get();
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                FlinkHome cluster = FlinkHome.start(folder, Map.of())) {
            LiveShop.play(broker, small, SUBTASKS);
            cluster.submit(
                    FlinkHome.jobJar(FlinkHome.built()),
                    ScoringJob.class.getName(),
                    List.of(
                            "--history", small.history().toString(),
                            "--models", small.models().toString(),
                            "--seam", small.seam().toString(),
                            "--bootstrap", broker.bootstrapServers(),
                            "--topic", "live",
                            "--bundle-rows", String.valueOf(BUNDLE),
                            "--checkpoint-interval", "PT1S"));
            int port = cluster.metricsPort("taskmanager-1");
            // An Optional, for a failure would print all that was told.
            Exposition told = await("history and the live topic to be scored, and a checkpoint after that")
                    .atMost(TO_SCORE_HISTORY)
                    .pollInterval(INTERVAL)
                    .ignoreExceptions()
                    .until(
                            () -> Optional.of(Exposition.scrape(client, port))
                                    .filter(now -> reached(now, small) && sum(now, SST_FILES) > 0),
                            Optional::isPresent)
                    .orElseThrow();

            for (String bundles : List.of("score-churn", "score-interest")) {
                // Every event that is activity makes a request or two.
                assertThat(sum(told, bundles, "rows")).isGreaterThan(10_000);
                assertThat(sum(told, bundles, "calls")).isBetween(sum(told, bundles, "rows") / BUNDLE, 1e6);
                assertThat(sum(told, bundles, "failures")).isZero();
                each(told, bundles, "bundleRowsP50", value -> value >= 1 && value <= BUNDLE_BOUND);
                each(told, bundles, "bundleRowsP99", value -> value > 1 && value <= BUNDLE_BOUND);
                each(told, bundles, "bundleWaitMillisP50", value -> value >= 0 && value < 10_000);
                each(told, bundles, "bundleWaitMillisP99", value -> value >= 1 && value < 60_000);
                each(told, bundles, "callMicrosP50", value -> value >= 10 && value < 1e6);
                each(told, bundles, "callMicrosP99", value -> value >= 10 && value < 1e7);
                each(told, bundles, "rowsPerSecond", value -> value > 0 && value < 1e6);
            }
            each(told, "features", "profileBytesP50", value -> value > 100 && value < 4_000);
            each(told, "features", "profileBytesP99", value -> value > 100 && value < 10_000);

            // Some 300 profiles, and what compactions have not yet taken away.
            double live = sum(told, LIVE_BYTES);
            double files = sum(told, SST_FILES);
            assertThat(live).isBetween(10_000.0, 10e6);
            assertThat(files).isBetween(10_000.0, 100e6);

            int jobManager = cluster.metricsPort("jobmanager");
            assertThat(jobManager).isNotEqualTo(port);
            Exposition ofJobManager = Exposition.scrape(client, jobManager);
            assertThat(Monitoring.missingFrom(Stream.of(told, ofJobManager)
                            .flatMap(each -> each.samples().stream())
                            .map(Exposition.Sample::name)
                            .collect(Collectors.toSet())))
                    .as("what alerts and the dashboard ask for, and nobody tells")
                    .isEmpty();
            assertThat(ofJobManager.values("flink_jobmanager_job_lastCheckpointFullSize", "job_name", "leeway_scoring"))
                    .singleElement()
                    .satisfies(bytes -> assertThat(bytes).isGreaterThan(10_000));
        }
    }

    /** The watermark, which is now less the lag, has passed most of the live topic in every subtask: whatever the wall clock shows. */
    private static boolean reached(Exposition told, SmallShop small) {
        return List.of("features", "score-churn", "score-interest").stream().allMatch(operator -> {
            List<Double> lags = told.values(OPERATOR + "eventTimeLagMillis", "operator_name", name(operator));
            return lags.size() == SUBTASKS
                    && lags.stream().allMatch(lag -> {
                        Instant watermark = Instant.now().minusMillis(lag.longValue());
                        return watermark.isAfter(small.seam().plus(Duration.ofHours(12)))
                                && watermark.isBefore(small.end().plus(Duration.ofHours(1)));
                    });
        });
    }

    private static void each(Exposition told, String operator, String metric, DoublePredicate plausible) {
        assertThat(told.values(OPERATOR + metric, "operator_name", name(operator)))
                .as(operator + " " + metric)
                .hasSize(SUBTASKS)
                .allMatch(plausible::test);
    }

    private static double sum(Exposition told, String operator, String metric) {
        List<Double> values = told.values(OPERATOR + metric, "operator_name", name(operator));
        assertThat(values).as(operator + " " + metric).hasSize(SUBTASKS);
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Of the profiles, which are nearly all of the state. */
    private static double sum(Exposition told, String metric) {
        return told.values(OPERATOR + metric, "column_family", "profile").stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** Prometheus's labels have other characters replaced. */
    private static String name(String operator) {
        return operator.replace('-', '_');
    }
}
