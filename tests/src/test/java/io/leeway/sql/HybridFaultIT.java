package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.leeway.local.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hybrid table, broken again and again around its seam: what SQL counts of it is what plain code counts of the events. */
class HybridFaultIT {
    private static final int RUNS = 5;
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    @Test
    void failuresAroundTheSeamLoseAndDoubleNothingAndNoRunHangs(@TempDir Path folder) throws Exception {
        SeamInput.writeHistory(folder.resolve("history"));
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            SeamInput.fillTopic(broker, "events");
            for (int run = 0; run < RUNS; run++) {
                Disturbance.Plan plan = Disturbance.Plan.of("run-" + run, run * 7_919L + 17);
                String name = "run-" + run;
                Map<Object, List<Object>> counted = assertTimeoutPreemptively(
                        DEADLINE, () -> count(folder, broker.bootstrapServers(), name), () -> name + " hangs");
                Map<Object, List<Object>> expected = new TreeMap<>();
                SeamInput.counts(event -> true, event -> event.userId())
                        .forEach((user, count) -> expected.put(user, List.of(count, count)));
                assertThat(plan.toCome())
                        .as("failures of " + name + " that did not happen")
                        .isEmpty();
                assertThat(plan.failures()).isEqualTo(Disturbance.Place.values().length);
                assertThat(counted).as(name).isEqualTo(expected);
            }
        }
    }

    /** Events and different events of each shopper: state behind the failures, which a lost or doubled row would show in. */
    private static Map<Object, List<Object>> count(Path folder, String servers, String run) throws Exception {
        SeamSession session = SeamSession.of(2, SeamSession.robust())
                .events(
                        SeamSession.PLAIN_COLUMNS,
                        "'historical.connector'='paced', 'historical.records-per-checkpoint'='200', "
                                + SeamSession.history("historical.of.", folder.resolve("history")),
                        "'live.connector'='paced', 'live.records-per-checkpoint'='100', "
                                + SeamSession.topic("live.of.", servers, "events")
                                + ", 'live.of.scan.startup.mode'='earliest-offset'",
                        SeamSession.bounded("live.of."));
        DataStream<Row> disturbed = session.tables()
                .toDataStream(
                        session.tables().sqlQuery("SELECT event_id, user_id, event_time, is_backfill FROM events"))
                .map(new Disturbance(run))
                .returns(Types.ROW_NAMED(
                        new String[] {"event_id", "user_id", "event_time", "is_backfill"},
                        Types.STRING,
                        Types.STRING,
                        Types.INSTANT,
                        Types.BOOLEAN));
        session.tables().createTemporaryView("disturbed", disturbed);
        Map<Object, List<Object>> last = new TreeMap<>();
        session.rows("SELECT user_id, COUNT(*), COUNT(DISTINCT event_id) FROM disturbed GROUP BY user_id")
                .forEach(row -> last.put(row.getField(0), List.of(row.getField(1), row.getField(2))));
        return last;
    }
}
