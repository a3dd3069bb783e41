package io.leeway.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.FeatureVector;
import io.leeway.records.SourceRecord;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.events.EventType;
import io.leeway.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many shoppers that are due at once. */
class FeatureTimersTest {
    private static final long T = Instant.parse("2026-01-01T10:10:00Z").toEpochMilli();
    private static final long DAY = 86_400_000;

    private KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, FeatureVector> harness;

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** A checkpoint need not wait for all that a jump of the watermark makes due. */
    @Test
    void aJumpOfTheWatermarkIsWorkedOffInSteps() throws Exception {
        harness = harness(null);
        harness.open();
        for (int i = 0; i < 100; i++) {
            add(LiveEvents.event("e" + i, "u" + i, EventType.VIEW, T));
        }
        harness.processWatermark(T + DAY);
        List<FeatureVector> first = harness.extractOutputValues();
        assertThat(first).as("in the first step").isNotEmpty().hasSizeLessThan(100);
        assertThat(harness.getOutput()).as("not all are through").doesNotContain(new Watermark(T + DAY));
        OperatorSubtaskState between = harness.snapshot(1, 1);
        add(LiveEvents.event("behind", "u0", EventType.VIEW, T + DAY));
        assertThat(harness.getSideOutput(Features.SIDE))
                .as("by the watermark that came")
                .extracting(record -> record.getValue().topic())
                .containsExactly(Topics.LATE);

        runMails();
        assertThat(harness.getOutput()).endsWith(new Watermark(T + DAY));
        List<String> all = requests(harness.extractOutputValues());
        assertThat(all).as("session and window, two models").hasSize(400).doesNotHaveDuplicates();
        harness.close();

        harness = harness(null);
        harness.initializeState(between);
        harness.open();
        harness.processWatermark(T + DAY);
        runMails();
        List<String> restored = new ArrayList<>(requests(first));
        restored.addAll(requests(harness.extractOutputValues()));
        assertThat(restored).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void theEndOfInputFiresAllThatIsLeft() throws Exception {
        harness = harness(Instant.ofEpochMilli(T + 2 * DAY));
        harness.open();
        for (int i = 0; i < 100; i++) {
            add(LiveEvents.event("e" + i, "u" + i, EventType.VIEW, T));
        }
        harness.processWatermark(T + DAY);
        harness.processWatermark(Long.MAX_VALUE);
        assertThat(requests(harness.extractOutputValues())).hasSize(400).doesNotHaveDuplicates();
        runMails();
        assertThat(harness.getOutput()).as("and nothing after it").endsWith(Watermark.MAX_WATERMARK);
    }

    private void runMails() throws Exception {
        Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
        while (mail.isPresent()) {
            mail.get().run();
            mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
        }
    }

    private static List<String> requests(List<FeatureVector> vectors) {
        return vectors.stream()
                .map(vector -> vector.userId() + " " + vector.asOfMillis() + " " + vector.task())
                .toList();
    }

    private void add(SourceRecord event) throws Exception {
        harness.processElement(event, event.eventTimeMillis());
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, FeatureVector> harness(
            @Nullable Instant until) throws Exception {
        FeaturesOptions options =
                new FeaturesOptions(ProfileSettings.DEFAULTS, Instant.ofEpochMilli(T), until, null, false);
        return new KeyedOneInputStreamOperatorTestHarness<>(
                Features.factory(options), SourceRecord::userId, Types.STRING);
    }
}
