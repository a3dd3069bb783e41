package io.leeway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.SourceRecord;
import io.leeway.records.SourceRecord.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Records that a producer whose clock is ahead has stamped. */
class RecordTimesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final Instant AHEAD = NOW.plus(Duration.ofHours(1));

    private final LiveRecords records = new LiveRecords(
            new EventDecoder(NOW.minus(Duration.ofDays(1)), LATENESS),
            new RecordTimes(Clock.fixed(NOW, ZoneOffset.UTC)));

    @Test
    void aRecordThatIsStampedAheadIsADeadLetterOfItsUser() throws Exception {
        SourceRecord dead = read(view(AHEAD), AHEAD, TimestampType.CREATE_TIME);
        assertThat(dead.kind()).isEqualTo(Kind.DEAD);
        assertThat(dead.reason()).isEqualTo("implausible-record-time");
        assertThat(dead.userId()).isEqualTo("u1");
        assertThat(dead.body()).isEqualTo(view(AHEAD));
        assertThat(dead.recordTimeMillis()).isEqualTo(NOW.toEpochMilli());
        assertThat(dead.detail())
                .isEqualTo("Expected a record's timestamp at most 5 minutes after the clock's 2026-03-01T12:00:00Z,"
                        + " found 2026-03-01T13:00:00Z; set message.timestamp.type=LogAppendTime for the topic, or set"
                        + " the producer's clock");
    }

    @Test
    void aHeartbeatAndGarbageThatAreStampedAheadAreDeadLettersToo() throws Exception {
        for (byte[] value : new byte[][] {null, {}, "{".getBytes(UTF_8)}) {
            SourceRecord dead = read(value, AHEAD, TimestampType.CREATE_TIME);
            assertThat(dead.kind()).isEqualTo(Kind.DEAD);
            assertThat(dead.userId()).isEmpty();
            assertThat(dead.body()).isEqualTo(value == null ? new byte[0] : value);
        }
    }

    /** One such record made everybody else late; microseconds are ahead as well. */
    @Test
    void itMovesNoWatermark() throws Exception {
        List<Long> watermarks = new ArrayList<>();
        SourceWatermarks generator = new SourceWatermarks(LATENESS.toMillis());
        WatermarkOutput output = new WatermarkOutput() {
            @Override
            public void emitWatermark(Watermark watermark) {
                watermarks.add(watermark.getTimestamp());
            }

            @Override
            public void markIdle() {}

            @Override
            public void markActive() {}
        };
        Instant backlog = NOW.minus(Duration.ofHours(3));
        Instant micros = Instant.ofEpochMilli(NOW.toEpochMilli() * 1_000);
        for (Instant stamp : List.of(backlog, AHEAD, micros)) {
            SourceRecord read = read(view(backlog), stamp, TimestampType.CREATE_TIME);
            generator.onEvent(read, read.eventTimeMillis(), output);
        }
        SourceRecord heartbeat = read(null, AHEAD, TimestampType.CREATE_TIME);
        generator.onEvent(heartbeat, heartbeat.eventTimeMillis(), output);
        generator.onPeriodicEmit(output);
        assertThat(watermarks).containsExactly(backlog.minus(LATENESS).toEpochMilli() - 1);
    }

    @Test
    void aClockMayDifferByFiveMinutes() throws Exception {
        Instant most = NOW.plus(Duration.ofMinutes(5));
        assertThat(read(view(NOW), most, TimestampType.CREATE_TIME).kind()).isEqualTo(Kind.EVENT);
        assertThat(read(view(NOW), most.plusMillis(1), TimestampType.CREATE_TIME)
                        .kind())
                .isEqualTo(Kind.DEAD);
    }

    /** The broker's clock decides, and a topic that is played has times of its own. */
    @Test
    void appendTimesAndPlayedTimesAreTaken() throws Exception {
        assertThat(read(view(AHEAD), AHEAD, TimestampType.LOG_APPEND_TIME).kind())
                .isEqualTo(Kind.EVENT);
        RecordHeaders played = new RecordHeaders();
        played.add(LiveRecords.APPENDED_AT, "1".getBytes(UTF_8));
        assertThat(read(view(AHEAD), AHEAD, TimestampType.CREATE_TIME, played).kind())
                .isEqualTo(Kind.EVENT);
    }

    @Test
    void theWallClockTravelsWithAJob() throws Exception {
        RecordTimes copy = InstantiationUtil.clone(RecordTimes.ofWallClock());
        assertThat(copy.nowMillis()).isPositive();
    }

    private SourceRecord read(byte[] value, Instant stamp, TimestampType type) throws Exception {
        return read(value, stamp, type, new RecordHeaders());
    }

    private SourceRecord read(byte[] value, Instant stamp, TimestampType type, RecordHeaders headers) throws Exception {
        List<SourceRecord> read = new ArrayList<>();
        records.deserialize(
                new ConsumerRecord<>(
                        "t", 0, 7, stamp.toEpochMilli(), type, 0, 0, null, value, headers, Optional.empty()),
                new ListCollector<>(read));
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static byte[] view(Instant time) {
        return ("{\"id\":\"e1\",\"type\":\"view\",\"user\":\"u1\",\"time\":\"" + time + "\"}").getBytes(UTF_8);
    }
}
