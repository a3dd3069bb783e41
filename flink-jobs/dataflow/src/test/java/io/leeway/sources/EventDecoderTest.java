package io.leeway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.SourceRecord;
import io.leeway.records.SourceRecord.Kind;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.topics.RawBytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What becomes of a record on the way in: a function of the record alone. */
class EventDecoderTest {
    private static final Instant SEAM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final Instant LATER = SEAM.plus(Duration.ofHours(5));

    private final EventDecoder decoder = new EventDecoder(SEAM, LATENESS);

    @Test
    void aLiveEventFromTheSeamOnIsAccepted() {
        assertThat(live("view", SEAM, SEAM).kind()).isEqualTo(Kind.EVENT);
        SourceRecord before = live("view", SEAM.minusMillis(1), SEAM);
        assertThat(before.kind()).isEqualTo(Kind.BEFORE_SEAM);
        assertThat(before.body()).isEmpty();
    }

    @Test
    void lateIsDecidedByTheRecordsTimestampAlone() {
        assertThat(live("view", LATER.minus(LATENESS), LATER).kind()).isEqualTo(Kind.EVENT);
        SourceRecord late = live("view", LATER.minus(LATENESS).minusMillis(1), LATER);
        assertThat(late.kind()).isEqualTo(Kind.LATE);
        assertThat(late.userId()).isEqualTo("u1");
        assertThat(late.recordTimeMillis()).isEqualTo(LATER.toEpochMilli());
        assertThat(late.body()).isEqualTo(json("view", LATER.minus(LATENESS).minusMillis(1)));
    }

    /** History has it, whenever it arrives: it must not be told as late. */
    @Test
    void whatLiesBeforeTheSeamIsHistorysEvenIfItIsLate() {
        assertThat(live("view", SEAM.minus(Duration.ofDays(3)), LATER).kind()).isEqualTo(Kind.BEFORE_SEAM);
    }

    @Test
    void aLateEraseTakesEffectAtTheEarliestInstantThatIsNotLate() {
        SourceRecord erase = live("erase", SEAM.plus(Duration.ofMinutes(1)), LATER);
        assertThat(erase.kind()).isEqualTo(Kind.EVENT);
        ShopperEvent event = PendingEvent.ofBytes(erase.body()).event();
        assertThat(event.type()).isEqualTo(EventType.ERASE);
        assertThat(event.eventTimeMillis())
                .isEqualTo(erase.eventTimeMillis())
                .isEqualTo(LATER.minus(LATENESS).toEpochMilli());
    }

    /**
     * Its time lies in history, and it arrives long after: what the shopper did since has to go
     * too.
     */
    @Test
    void aLateEraseOfBeforeTheSeamIsNotHistorys() {
        assertThat(live("erase", SEAM.minus(Duration.ofDays(1)), LATER).kind()).isEqualTo(Kind.EVENT);
    }

    @Test
    void aLateObjectionIsMovedAsAnEraseIsAndALateConsentIsLate() {
        SourceRecord objection = live("objection", SEAM.minus(Duration.ofDays(1)), LATER);
        assertThat(objection.kind()).isEqualTo(Kind.EVENT);
        assertThat(objection.eventTimeMillis()).isEqualTo(LATER.minus(LATENESS).toEpochMilli());
        assertThat(live("consent", SEAM.plus(Duration.ofMinutes(1)), LATER).kind())
                .isEqualTo(Kind.LATE);
    }

    @Test
    void anEraseInTimeStaysWhereItIs() {
        assertThat(live("erase", LATER.minusSeconds(1), LATER).eventTimeMillis())
                .isEqualTo(LATER.minusSeconds(1).toEpochMilli());
    }

    @Test
    void whatIsUndecodableOrImplausibleIsDeadWithItsBytes() {
        byte[] bytes = "{\"type\":".getBytes(UTF_8);
        SourceRecord dead = decoder.live(bytes, LATER.toEpochMilli(), 0, "topic t, partition 0, offset 7");
        assertThat(dead.kind()).isEqualTo(Kind.DEAD);
        assertThat(dead.userId()).isEmpty();
        assertThat(dead.reason()).isEqualTo("undecodable");
        assertThat(dead.body()).isEqualTo(bytes);
        assertThat(dead.origin()).isEqualTo("topic t, partition 0, offset 7");
        SourceRecord ahead = live("view", LATER.plus(Duration.ofMinutes(6)), LATER);
        assertThat(ahead.kind()).isEqualTo(Kind.DEAD);
        assertThat(ahead.reason()).isEqualTo("implausible-time");
        assertThat(ahead.userId()).isEqualTo("u1");
        assertThat(ahead.eventTimeMillis()).isEqualTo(LATER.toEpochMilli());
    }

    /** It would be the key of what leaves. */
    @Test
    void anImplausiblyLongUserIsNone() {
        byte[] bytes = new String(json("view", LATER), UTF_8)
                .replace("\"u1\"", "\"" + "u".repeat(900_000) + "\"")
                .getBytes(UTF_8);
        SourceRecord dead = decoder.live(bytes, LATER.toEpochMilli(), 0, "topic t");
        assertThat(dead.reason()).isEqualTo("implausible-id");
        assertThat(dead.userId()).isEmpty();
        assertThat(dead.body()).isEqualTo(bytes);
    }

    @Test
    void aLineThatIsTooLongIsDeadWithItsLength() {
        RawBytes line = RawBytes.of(new byte[2_000_000]);
        SourceRecord dead = EventDecoder.oversized(line, 42, "file f, line 2");
        assertThat(dead.kind()).isEqualTo(Kind.OVERSIZED);
        assertThat(dead.eventTimeMillis()).isEqualTo(42);
        assertThat(dead.reason()).isEqualTo("oversized");
        assertThat(dead.detail()).isEqualTo("Expected a line of at most 1048576 bytes, found 2000000");
        assertThat(RawBytes.ofBytes(dead.body()).length()).isEqualTo(2_000_000);
    }

    @Test
    void historyKnowsNeitherLatenessNorTheFuture() {
        byte[] line = json("view", Instant.parse("2001-01-01T00:00:00Z"));
        SourceRecord arrival = decoder.history(line, 0, "file f, line 1");
        assertThat(arrival.kind()).isEqualTo(Kind.EVENT);
        assertThat(arrival.live()).isFalse();
        assertThat(arrival.recordTimeMillis()).isEqualTo(arrival.eventTimeMillis());
    }

    @Test
    void aDeadLineOfHistoryStandsWhereTheLineBeforeItDoes() {
        SourceRecord dead = decoder.history("x".getBytes(UTF_8), 42, "file f, line 2");
        assertThat(dead.kind()).isEqualTo(Kind.DEAD);
        assertThat(dead.eventTimeMillis()).isEqualTo(42);
    }

    @Test
    void aRecordWithoutAValueIsAHeartbeat() throws Exception {
        for (byte[] nothing : new byte[][] {null, {}}) {
            SourceRecord heartbeat = read(nothing, TimestampType.CREATE_TIME, null);
            assertThat(heartbeat.kind()).isEqualTo(Kind.HEARTBEAT);
            assertThat(heartbeat.recordTimeMillis()).isEqualTo(LATER.toEpochMilli());
        }
    }

    @Test
    void theAppendsWallClockComesFromTheHeaderOrTheBroker() throws Exception {
        byte[] value = json("view", LATER);
        assertThat(appendedAt(value, TimestampType.CREATE_TIME, "1234")).isEqualTo(1234);
        assertThat(appendedAt(value, TimestampType.LOG_APPEND_TIME, "1234")).isEqualTo(1234);
        assertThat(appendedAt(value, TimestampType.LOG_APPEND_TIME, null)).isEqualTo(LATER.toEpochMilli());
        assertThat(appendedAt(value, TimestampType.CREATE_TIME, null)).isZero();
        assertThat(appendedAt(value, TimestampType.CREATE_TIME, "noon")).isZero();
    }

    private long appendedAt(byte[] value, TimestampType type, String header) throws Exception {
        return PendingEvent.ofBytes(read(value, type, header).body()).appendedAtMillis();
    }

    private SourceRecord read(byte[] value, TimestampType type, String header) throws Exception {
        RecordHeaders headers = new RecordHeaders();
        if (header != null) {
            headers.add("appended-at", header.getBytes(UTF_8));
        }
        List<SourceRecord> read = new ArrayList<>();
        new LiveRecords(decoder, new RecordTimes(Clock.fixed(LATER, ZoneOffset.UTC)))
                .deserialize(
                        new ConsumerRecord<>(
                                "t", 0, 7, LATER.toEpochMilli(), type, 0, 0, null, value, headers, Optional.empty()),
                        new ListCollector<>(read));
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private SourceRecord live(String type, Instant time, Instant recordTime) {
        return decoder.live(json(type, time), recordTime.toEpochMilli(), 0, "topic t, partition 0, offset 7");
    }

    private static byte[] json(String type, Instant time) {
        return ("{\"id\":\"e1\",\"type\":\"" + type + "\",\"user\":\"u1\",\"time\":\"" + time + "\"}").getBytes(UTF_8);
    }
}
