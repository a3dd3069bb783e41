package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leeway.local.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.table.api.PlanReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job over the hybrid table is stopped in either half, and a new one goes on from the savepoint: by the same compiled plan. */
class HybridSavepointIT {
    private static final Pattern LINE =
            Pattern.compile("\\{\"hour\":\"([^\"]+)\",\"events\":(\\d+),\"backfill\":(\\d+)}");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void historyAndATopic() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        SeamInput.fillTopic(broker, "events");
        SeamInput.writeHistory(folder.resolve("history"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** Each of two readers hands on 300 rows, and then waits for a checkpoint, of which there is none: there the job is stopped. */
    @Test
    void stoppedInHistory() throws Exception {
        stopAndGoOn("history", 300, 100_000, 600, 0);
    }

    @Test
    void stoppedInTheLiveHalf() throws Exception {
        long history =
                SeamInput.counts(event -> !SeamInput.isLive(event), event -> 0).get(0);
        stopAndGoOn("live", 100_000, 150, history, 1);
    }

    private static void stopAndGoOn(String name, int pace, int livePace, long historical, long live) throws Exception {
        Path output = folder.resolve(name + "-output");
        RowsSeen.HISTORICAL.set(0);
        RowsSeen.LIVE.set(0);
        SeamSession first = session(new Configuration(), pace, livePace, output);
        String plan = first.tables()
                .compilePlanSql(
                        "INSERT INTO output SELECT CAST(window_start AS STRING), COUNT(*), SUM(CASE WHEN seen THEN 1 ELSE 0 END)"
                                + " FROM TUMBLE(TABLE seen, DESCRIPTOR(event_time), INTERVAL '1' HOUR) GROUP BY window_start, window_end")
                .asJsonString();
        JobClient job = first.tables()
                .loadPlan(PlanReference.fromJsonString(plan))
                .execute()
                .getJobClient()
                .orElseThrow();
        await().atMost(PATIENCE).until(() -> RowsSeen.HISTORICAL.get() == historical && RowsSeen.LIVE.get() >= live);
        String savepoint = stopped(job, false, name);
        assertThat(RowsSeen.LIVE.get() > 0).as("stopped in the live half").isEqualTo(live > 0);
        assertThat(hours(output).values().stream().mapToLong(List::size).sum()).isLessThan(SeamInput.EVENTS);

        Configuration goingOn = SeamSession.robust();
        goingOn.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        JobClient second = session(goingOn, pace, livePace, output)
                .tables()
                .loadPlan(PlanReference.fromJsonString(plan))
                .execute()
                .getJobClient()
                .orElseThrow();
        await().atMost(PATIENCE).until(() -> RowsSeen.HISTORICAL.get() + RowsSeen.LIVE.get() >= SeamInput.EVENTS);
        // The topic has no end: the job is told that there is one here.
        stopped(second, true, name);
        Map<String, List<Long>> expected = new TreeMap<>();
        Map<String, Long> backfill = SeamInput.counts(event -> !SeamInput.isLive(event), SeamInput::eventHour);
        SeamInput.counts(event -> true, SeamInput::eventHour)
                .forEach((hour, count) -> expected.put(hour, List.of(count, backfill.getOrDefault(hour, 0L))));
        assertThat(hours(output)).isEqualTo(expected);
        assertThat(RowsSeen.HISTORICAL.get() + RowsSeen.LIVE.get())
                .as("rows that were read, by both jobs")
                .isEqualTo(SeamInput.EVENTS);
    }

    /** Asks until it is granted: rows flow before the last task of a job runs, and a job that is still starting refuses. */
    private static String stopped(JobClient job, boolean drain, String name) {
        return await().atMost(PATIENCE)
                .ignoreException(ExecutionException.class)
                .until(
                        () -> job.stopWithSavepoint(
                                        drain, folder.resolve(name).toString(), SavepointFormatType.CANONICAL)
                                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS),
                        Objects::nonNull);
    }

    private static SeamSession session(Configuration configuration, int pace, int livePace, Path output) {
        SeamSession session = SeamSession.of(2, configuration)
                .events(
                        SeamSession.PLAIN_COLUMNS,
                        "'historical.connector'='paced', 'historical.records-per-checkpoint'='" + pace + "', "
                                + SeamSession.history("historical.of.", folder.resolve("history")),
                        "'live.connector'='paced', 'live.records-per-checkpoint'='" + livePace + "', "
                                + SeamSession.topic("live.of.", broker.bootstrapServers(), "events")
                                + ", 'live.of.scan.startup.mode'='earliest-offset'",
                        ", 'historical.ordered'='true'");
        session.tables().createTemporarySystemFunction("ROWS_SEEN", RowsSeen.class);
        session.tables()
                .executeSql(
                        "CREATE TEMPORARY VIEW seen AS SELECT event_time, ROWS_SEEN(is_backfill) AS seen FROM events");
        session.tables()
                .executeSql(
                        "CREATE TABLE output (`hour` STRING, events BIGINT, backfill INT) WITH ('connector'='filesystem', 'format'='json', 'path'='"
                                + output + "')");
        return session;
    }

    /** What was written: hour, events, backfill. */
    private static Map<String, List<Long>> hours(Path output) throws IOException {
        Map<String, List<Long>> hours = new TreeMap<>();
        if (!Files.isDirectory(output)) {
            return hours;
        }
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("part-"))
                    .toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher fields = LINE.matcher(line);
                    assertThat(fields.matches()).as(line).isTrue();
                    List<Long> before = hours.put(
                            fields.group(1).substring(0, 13),
                            List.of(Long.parseLong(fields.group(2)), Long.parseLong(fields.group(3))));
                    assertThat(before).as("written once: " + line).isNull();
                }
            }
        }
        return hours;
    }
}
