package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.local.EmbeddedBroker;
import io.leeway.shopper.events.ShopperEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table of history on disk and a topic on a real broker. */
class HybridIT {
    private static final String HOURS =
            "SELECT window_start, COUNT(*), SUM(CASE WHEN is_backfill THEN 1 ELSE 0 END) FROM TUMBLE(TABLE events, DESCRIPTOR(record_time), INTERVAL '1' HOUR)"
                    + " GROUP BY window_start, window_end";

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

    private static SeamSession session(int parallelism, String topic, String more) {
        return SeamSession.of(parallelism)
                .events(
                        SeamSession.COLUMNS,
                        SeamSession.history("historical.", folder.resolve("history")),
                        SeamSession.topic("live.", broker.bootstrapServers(), topic),
                        more);
    }

    @Test
    void everyRowIsThereOnceWithWhatItsHalfKnowsOfIt() throws Exception {
        SeamSession session = session(2, "events", SeamSession.bounded("live."));
        List<String> expected = new ArrayList<>();
        for (ShopperEvent event : SeamInput.events()) {
            boolean live = SeamInput.isLive(event);
            Instant recordTime = Instant.ofEpochMilli(SeamInput.recordTimeMillis(event));
            expected.add(Row.of(event.eventId(), !live, live ? recordTime : null, recordTime)
                    .toString());
        }
        assertThat(session.rows("SELECT event_id, is_backfill, arrived, record_time FROM events"))
                .extracting(row -> Row.of(row.getField(0), row.getField(1), row.getField(2), row.getField(3))
                        .toString())
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void windowsEqualAPlainCountAndTheWatermarkIsMadeInTheSource() throws Exception {
        SeamSession session = session(2, "events", SeamSession.bounded("live."));
        assertThat(session.tables().explainSql(HOURS))
                .contains("project=[event_time], metadata=[is_backfill, timestamp], watermark=[")
                .containsOnlyOnce("WatermarkAssigner");
        Map<String, Long> counted = new TreeMap<>();
        Map<String, Long> backfill = new TreeMap<>();
        for (Row row : session.rows(HOURS)) {
            String hour = row.getField(0) + ":00Z";
            counted.put(hour, (Long) row.getField(1));
            backfill.put(hour, ((Integer) row.getField(2)).longValue());
        }
        assertThat(counted).isEqualTo(SeamInput.counts(event -> true, SeamInput::hour));
        backfill.values().removeIf(count -> count == 0);
        assertThat(backfill).isEqualTo(SeamInput.counts(event -> !SeamInput.isLive(event), SeamInput::hour));
    }

    /** Nothing is in the topic, and the job never ends: all windows but the last two are closed by history's own watermarks. */
    @Test
    void watermarksFollowHistory() throws Exception {
        broker.createTopic("empty", 1, Map.of());
        long hours = Duration.between(SeamInput.BEGIN, SeamInput.SEAM.minus(Duration.ofMinutes(10)))
                .toHours();
        List<Row> rows = session(1, "empty", ", 'scan.watermark.emit.strategy'='on-event'")
                .rowsUntil(HOURS, found -> found.size() == hours);
        assertThat(rows).hasSize((int) hours);
        assertThat(rows.get(rows.size() - 1).getField(1)).isEqualTo(12L);
    }

    @Test
    void aTopicThatBeginsAfterTheSwitchFailsWithOneLine() throws Exception {
        Instant late = SeamInput.SEAM.plus(Duration.ofHours(3));
        SeamInput.fillTopic(broker, "late", 1, late);
        assertThatThrownBy(
                        () -> session(1, "late", SeamSession.bounded("live.")).rows("SELECT event_id FROM events"))
                .hasStackTraceContaining("Expected topic late to begin at or before the seam " + SeamInput.SEAM
                        + ", found that partition 0 begins at 2026-03-07T18:0")
                .hasStackTraceContaining("would be in neither half; extend history to there and move 'switch.at'");
        // Whoever says where the topic is read from takes the gap with it.
        assertThat(session(
                                1,
                                "late",
                                SeamSession.bounded("live.")
                                        + ", 'live.scan.startup.mode'='specific-offsets', 'live.scan.startup.specific-offsets'='partition:0,offset:5'")
                        .rows("SELECT event_id FROM events WHERE NOT is_backfill"))
                .hasSize((int) (SeamInput.counts(event -> event.eventTimeMillis() >= late.toEpochMilli(), e -> 0)
                                .get(0)
                        - 5));
    }

    @Test
    void aBrokerThatDoesNotAnswerIsSaid() {
        assertThatThrownBy(() -> SeamSession.of(1)
                        .events(
                                SeamSession.COLUMNS,
                                SeamSession.history("historical.", folder.resolve("history")),
                                SeamSession.topic("live.", broker.bootstrapServers(), "nowhere"),
                                SeamSession.bounded("live."))
                        .rows("SELECT event_id FROM events"))
                .hasStackTraceContaining("check 'live.properties.bootstrap.servers' and 'live.topic'");
    }
}
