package io.leeway.features;

import static io.leeway.features.LiveEvents.event;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.FeatureVector;
import io.leeway.records.HistoryException;
import io.leeway.records.SinkRecord;
import io.leeway.records.SourceRecord;
import io.leeway.records.SourceRecord.Kind;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Trigger;
import io.leeway.shopper.events.EventType;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The operator around the profile: what leaves, what waits, and what is gone. The profile's own
 * rules are the oracle's business.
 */
class FeaturesOperatorTest {
    private static final long T = Instant.parse("2026-01-01T10:10:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    /**
     * Whose windows end at the full hour: the CRC-32 of the name is a multiple of an hour's
     * milliseconds.
     */
    private static final String U1 = "u792224";

    private static final long DAY = 86_400_000;

    private KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, FeatureVector> harness;

    @AfterEach
    void close() throws Exception {
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void aShopperIsScoredWhenSomethingFallsDueAndByEachModel() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T));
        harness.processWatermark(T + 30 * MINUTE - 1);
        assertThat(vectors()).isEmpty();
        harness.processWatermark(T + 60 * MINUTE);
        assertThat(vectors())
                .extracting(FeatureVector::asOfMillis)
                .containsExactly(T + 30 * MINUTE, T + 30 * MINUTE, T + 50 * MINUTE, T + 50 * MINUTE);
        assertThat(vectors()).extracting(FeatureVector::task).containsExactly("churn", "interest", "churn", "interest");
        int session = Trigger.SESSION_END.mask();
        int window = Trigger.WINDOW.mask();
        assertThat(vectors()).extracting(FeatureVector::triggers).containsExactly(session, session, window, window);
        assertThat(harness.numEventTimeTimers()).isOne();
    }

    @Test
    void eventsWaitForTheWatermarkInWhateverOrderTheyCome() throws Exception {
        open(null, null);
        add(event("e2", U1, EventType.VIEW, T + 20 * MINUTE));
        add(event("e1", U1, EventType.VIEW, T), event("e1", U1, EventType.VIEW, T));
        harness.processWatermark(T + 49 * MINUTE);
        assertThat(vectors()).as("the session goes on until 20 + 30 minutes").isEmpty();
        assertThat(harness.numEventTimeTimers()).isOne();
        harness.processWatermark(T + 50 * MINUTE);
        assertThat(vectors())
                .extracting(FeatureVector::triggers)
                .containsOnly(Trigger.SESSION_END.mask() | Trigger.WINDOW.mask());
        assertThat(counts())
                .containsExactly("{\"stage\":\"features\",\"counts\":{\"applied\":2,\"duplicates\":1,\"requests\":1}}");
    }

    @Test
    void ofAnErasedShopperNoRawBytesLeave() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T), event("e2", U1, EventType.ERASE, T + MINUTE));
        harness.processWatermark(T + 31 * MINUTE);
        add(dead(U1), late(U1), dead("u2"), late("u2"));
        assertThat(side(Topics.DEAD_LETTERS, U1)).singleElement().asString().doesNotContain("raw");
        assertThat(side(Topics.LATE, U1)).singleElement().asString().doesNotContain("raw");
        assertThat(side(Topics.DEAD_LETTERS, "u2")).singleElement().asString().contains("\"raw\":\"");
        assertThat(side(Topics.LATE, "u2")).singleElement().asString().contains("\"raw\":\"");
    }

    @Test
    void anErasureThatIsStillToBeAppliedHoldsAlready() throws Exception {
        open(null, null);
        add(event("e2", U1, EventType.ERASE, T + MINUTE), dead(U1), late(U1));
        assertThat(side(Topics.DEAD_LETTERS, U1)).singleElement().asString().doesNotContain("raw");
        assertThat(side(Topics.LATE, U1)).singleElement().asString().doesNotContain("raw");
    }

    @Test
    void anErasureIsToldToBothModelsAndToTheCompactedTopics() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T), event("e2", U1, EventType.ERASE, T + MINUTE));
        harness.processWatermark(T + 10 * DAY);
        assertThat(vectors()).allMatch(FeatureVector::isErasure);
        assertThat(vectors()).extracting(FeatureVector::task).containsExactly("churn", "interest");
        assertThat(vectors()).extracting(FeatureVector::asOfMillis).containsOnly(T + MINUTE);
        List<SinkRecord> tombstones = harness.getSideOutput(Features.SIDE).stream()
                .map(StreamRecord::getValue)
                .toList();
        assertThat(tombstones).extracting(SinkRecord::topic).containsExactly(Topics.LATE, Topics.DEAD_LETTERS);
        assertThat(tombstones).allSatisfy(out -> {
            assertThat(out.value()).isNull();
            assertThat(out.key()).isEqualTo(U1.getBytes(UTF_8));
        });
        assertThat(harness.numKeyedStateEntries())
                .as("after the erasure's memory")
                .isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void anObjectionIsTombstonesAndThenNothingUntilAConsent() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T), event("e2", U1, EventType.OBJECTION, T + MINUTE));
        add(event("e3", U1, EventType.VIEW, T + 2 * MINUTE));
        harness.processWatermark(T + 1000 * DAY);
        assertThat(vectors()).hasSize(2).allMatch(FeatureVector::isErasure);
        assertThat(harness.getSideOutput(Features.SIDE))
                .extracting(out -> out.getValue().topic())
                .containsExactly(Topics.LATE, Topics.DEAD_LETTERS);
        assertThat(harness.numKeyedStateEntries()).as("the objection").isOne();
        assertThat(harness.numEventTimeTimers()).isZero();
        add(event("e4", U1, EventType.PURCHASE, T + 1001 * DAY));
        harness.processWatermark(T + 1002 * DAY);
        assertThat(vectors()).hasSize(2);
        assertThat(counts()).containsExactly("{\"stage\":\"features\",\"counts\":{\"applied\":1,\"objected\":3}}");
        add(event("e2", U1, EventType.CONSENT, T + 1003 * DAY), event("e1", U1, EventType.VIEW, T + 1004 * DAY));
        harness.processWatermark(T + 1005 * DAY);
        assertThat(vectors()).hasSizeGreaterThan(2);
        assertThat(vectors().subList(2, vectors().size())).noneMatch(FeatureVector::isErasure);
    }

    /**
     * The decoder moves a late erasure to the record's timestamp minus the lateness; the watermark
     * stands a millisecond before that.
     */
    @Test
    void anErasureAtTheEdgeOfTheWatermarkIsApplied() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T));
        harness.processWatermark(T + 10 * MINUTE - 1);
        add(event("e2", U1, EventType.ERASE, T + 10 * MINUTE));
        harness.processWatermark(T + DAY);
        assertThat(vectors()).isNotEmpty().allMatch(FeatureVector::isErasure);
        assertThat(counts()).containsExactly("{\"stage\":\"features\",\"counts\":{\"applied\":1,\"erased\":1}}");
    }

    @Test
    void anAcceptedEventBehindTheWatermarkIsLate() throws Exception {
        open(null, null);
        harness.processWatermark(T);
        add(event("e1", U1, EventType.VIEW, T));
        assertThat(side(Topics.LATE, U1))
                .singleElement()
                .asString()
                .contains("\"reason\":\"behind-watermark\"", "\"eventId\":\"e1\"", "\"lateMillis\":0");
        harness.processWatermark(T + DAY);
        assertThat(vectors()).isEmpty();
    }

    @Test
    void ofAnErasedShopperAnEventBehindTheWatermarkLeavesWithoutItsBytes() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.ERASE, T));
        harness.processWatermark(T + MINUTE);
        add(event("e2", U1, EventType.VIEW, T + MINUTE));
        assertThat(side(Topics.LATE, U1))
                .singleElement()
                .asString()
                .contains("behind-watermark")
                .doesNotContain("raw");
    }

    /**
     * Files that overlap in time: the job ends for good, since reading them again would not help.
     */
    @Test
    void historyBehindTheWatermarkEndsTheJob() throws Exception {
        open(null, null);
        harness.processWatermark(T + 1);
        SourceRecord behind = new SourceRecord(
                Kind.EVENT, U1, T, T, false, LiveEvents.body("e1", U1, EventType.VIEW, T), "", "", "file f, line 3");
        assertThatThrownBy(() -> add(behind))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining("found 2026-01-01T10:10:00Z behind 2026-01-01T10:10:00.001Z in file f, line 3")
                .hasMessageContaining("sort it with `leeway import`");
    }

    @Test
    void nothingIsAppliedOrDueAfterTheEndOfABoundedRun() throws Exception {
        open(Instant.ofEpochMilli(T + 40 * MINUTE), null);
        add(event("e1", U1, EventType.VIEW, T), event("e2", U1, EventType.VIEW, T + 41 * MINUTE));
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(vectors()).extracting(FeatureVector::asOfMillis).containsOnly(T + 30 * MINUTE);
        assertThat(counts()).singleElement().asString().contains("\"applied\":1", "\"beyond-until\":1");
    }

    /** As `flink stop --drain` does with the live job. */
    @Test
    void aDrainOfARunWithoutEndLeavesEachShopperAsItIs() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T), event("e2", U1, EventType.VIEW, T + 20 * MINUTE));
        harness.processWatermark(T);
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(vectors()).isEmpty();
        assertThat(harness.numEventTimeTimers()).isOne();
    }

    @Test
    void whatWasDueBeforeTheSeamIsTheBackfills() throws Exception {
        open(null, Instant.ofEpochMilli(T + 40 * MINUTE));
        add(event("e1", U1, EventType.VIEW, T));
        harness.processWatermark(T + DAY);
        assertThat(vectors()).extracting(FeatureVector::asOfMillis).containsOnly(T + 50 * MINUTE);
    }

    @Test
    void aShopperIsForgottenAfterTheRetention() throws Exception {
        open(null, null);
        add(event("e1", U1, EventType.VIEW, T));
        harness.processWatermark(T + 400 * DAY - 1);
        assertThat(harness.numKeyedStateEntries()).isPositive();
        harness.processWatermark(T + 400 * DAY);
        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
        assertThat(vectors()).as("session, window, four silences, two models").hasSize(12);
    }

    private void open(@Nullable Instant until, @Nullable Instant emitFrom) throws Exception {
        FeaturesOptions options =
                new FeaturesOptions(ProfileSettings.DEFAULTS, Instant.ofEpochMilli(T), until, emitFrom, false);
        harness = new KeyedOneInputStreamOperatorTestHarness<>(
                Features.factory(options), SourceRecord::userId, Types.STRING);
        harness.open();
    }

    private void add(SourceRecord... arrivals) throws Exception {
        for (SourceRecord arrival : arrivals) {
            harness.processElement(arrival, arrival.eventTimeMillis());
        }
    }

    private List<FeatureVector> vectors() {
        return harness.extractOutputValues();
    }

    private List<String> side(String topic, String user) {
        var side = harness.getSideOutput(Features.SIDE);
        return side == null
                ? List.of()
                : side.stream()
                        .map(StreamRecord::getValue)
                        .filter(out -> out.topic().equals(topic) && out.value() != null)
                        .map(out -> new String(out.value(), UTF_8))
                        .filter(json -> json.contains("\"user\":\"" + user + "\"") || user.isEmpty())
                        .toList();
    }

    /** What was counted, as the barrier sends it on. */
    private List<String> counts() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        return side(Topics.TALLIES, "");
    }

    private static SourceRecord late(String user) {
        long recordTime = T + Duration.ofHours(2).toMillis();
        byte[] raw =
                ("{\"id\":\"late\",\"type\":\"view\",\"user\":\"" + user + "\",\"time\":" + T + "}").getBytes(UTF_8);
        return new SourceRecord(Kind.LATE, user, T, recordTime, true, raw, "", "", "topic t");
    }

    private static SourceRecord dead(String user) {
        return new SourceRecord(
                Kind.DEAD, user, T, T, true, "secret".getBytes(UTF_8), "implausible-time", "too late", "topic t");
    }
}
