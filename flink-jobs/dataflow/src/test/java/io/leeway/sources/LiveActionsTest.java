package io.leeway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReturnEvent;
import io.leeway.records.ShopAction;
import io.leeway.shopper.events.EventType;
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

/** Deciders and judges take a live event as scoring does. */
class LiveActionsTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final RecordTimes TIMES = new RecordTimes(Clock.fixed(TIME, ZoneOffset.UTC));

    @Test
    void aPurchaseOfMinusOneIsAReturn() {
        String value = event("purchase", TIME, ",\"quantity\":-1");

        assertThat(action(value).type()).isEqualTo(EventType.RETURN.code());
        assertThat(returns(value)).isEmpty();
        assertThat(returns(event("purchase", TIME, ",\"quantity\":1")))
                .containsExactly(new ReturnEvent("u1", TIME.toEpochMilli()));
    }

    @Test
    void aCategoryIsNormalised() {
        assertThat(action(event("view", TIME, ",\"category\":\" Sport / Running \""))
                        .category())
                .isEqualTo(action(event("view", TIME, ",\"category\":\"sport/running\""))
                        .category());
    }

    @Test
    void aLateErasureTakesEffectAtTheEarliestInstantThatIsNotLate() {
        ShopAction action = action(event("erase", TIME.minus(Duration.ofDays(3)), ""));

        assertThat(action.isErasure()).isTrue();
        assertThat(action.timeMillis()).isEqualTo(TIME.minus(LATENESS).toEpochMilli());
    }

    @Test
    void whatIsLateImplausibleOrNoEventOnlyMovesTheWatermark() {
        for (String value : List.of(
                event("purchase", TIME.minus(LATENESS).minusMillis(1), ""),
                event("purchase", TIME.plus(Duration.ofMinutes(6)), ""),
                "{",
                "")) {
            assertThat(action(value)).isEqualTo(ShopAction.heartbeat(TIME.toEpochMilli()));
            assertThat(returns(value)).isEmpty();
        }
    }

    /** A producer whose clock is an hour ahead: the scoring job has a dead letter of it. */
    @Test
    void aRecordThatIsStampedAheadIsNotEvenAHeartbeat() throws Exception {
        RecordTimes before = new RecordTimes(Clock.fixed(TIME.minus(Duration.ofHours(1)), ZoneOffset.UTC));
        String value = event("purchase", TIME, ",\"quantity\":1");
        List<ShopAction> actions = new ArrayList<>();
        new ShopActions.Records(LATENESS.toMillis(), before).deserialize(kafka(value), new ListCollector<>(actions));
        List<ReturnEvent> comebacks = new ArrayList<>();
        new JudgeSources.Comebacks(true, LATENESS.toMillis(), before)
                .deserialize(kafka(value), new ListCollector<>(comebacks));
        assertThat(actions).isEmpty();
        assertThat(comebacks).isEmpty();
    }

    private static ShopAction action(String value) {
        List<ShopAction> read = new ArrayList<>();
        new ShopActions.Records(LATENESS.toMillis(), TIMES).deserialize(kafka(value), new ListCollector<>(read));
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    private static List<ReturnEvent> returns(String value) {
        List<ReturnEvent> read = new ArrayList<>();
        new JudgeSources.Comebacks(true, LATENESS.toMillis(), TIMES)
                .deserialize(kafka(value), new ListCollector<>(read));
        return read;
    }

    private static ConsumerRecord<byte[], byte[]> kafka(String value) {
        return new ConsumerRecord<>(
                "t",
                0,
                7,
                TIME.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private static String event(String type, Instant time, String more) {
        return "{\"id\":\"e1\",\"type\":\"" + type + "\",\"user\":\"u1\",\"time\":\"" + time + "\",\"item\":\"i1\""
                + more + "}";
    }
}
