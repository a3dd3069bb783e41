package io.leeway.sources.seam;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.SourceRecord;
import io.leeway.sources.SourceOptions;
import io.leeway.sources.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.base.source.hybrid.HybridSourceEnumeratorState;
import org.apache.flink.connector.base.source.hybrid.HybridSourceSplit;
import org.apache.flink.connector.base.source.hybrid.SourceReaderFinishedEvent;
import org.apache.flink.connector.base.source.hybrid.SwitchSourceEvent;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plain hybrid source gets wrong after a failure, step by step. */
class SeamSourceTest {
    private static final SourceReaderFinishedEvent NEW = new SourceReaderFinishedEvent(-1);
    private static final SourceReaderFinishedEvent END_OF_HISTORY = new SourceReaderFinishedEvent(0);

    private static final Instant SEAM = Instant.parse("2026-02-01T00:00:00Z");

    private Source<SourceRecord, ?, ?> history;
    private SeamSource<SourceRecord> source;

    @BeforeEach
    void twoFilesOfHistory(@TempDir Path folder) throws IOException {
        for (int day = 1; day <= 2; day++) {
            Files.writeString(folder.resolve("events-2026-01-0" + day + ".jsonl"), "{}\n");
        }
        history = Sources.source(new SourceOptions(folder.toString(), null, SEAM, Duration.ZERO));
        source = SeamSource.of(history, history, SEAM.toEpochMilli() - 1, TypeInformation.of(SourceRecord.class));
    }

    @Test
    void aReaderThatFinishedAndThenFailedDoesNotCount() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.handleSplitRequest(0, null);
            enumerator.handleSplitRequest(1, null);
            List<HybridSourceSplit> first = notes.take(0);
            List<HybridSourceSplit> second = notes.take(1);
            enumerator.handleSourceEvent(1, END_OF_HISTORY);

            enumerator.addSplitsBack(first, 0);
            enumerator.addSplitsBack(second, 1);
            startBoth(enumerator);
            enumerator.handleSplitRequest(0, null);
            enumerator.handleSplitRequest(1, null);
            assertThat(notes.take(0)).isEqualTo(first);
            assertThat(notes.take(1)).isEqualTo(second);

            enumerator.handleSourceEvent(0, END_OF_HISTORY);
            assertThat(notes.sources()).as("reader 1 is in its file").isEqualTo(Map.of(0, 0, 1, 0));
            enumerator.handleSourceEvent(1, END_OF_HISTORY);
            assertThat(notes.sources()).as("both are through").isEqualTo(Map.of(0, 1, 1, 1));
        }
    }

    @Test
    void aReaderThatWasGivenBackItsFileAsksForNoOther() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.handleSplitRequest(0, null);
        }
        assertThat(requestsAtStart(notes.take(0))).isZero();
        assertThat(requestsAtStart(List.of())).isEqualTo(1);
    }

    @Test
    void nothingIsToldToAReaderWhileACheckpointIsOnItsWay() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.snapshotState(1);
            enumerator.handleSplitRequest(0, null);
            assertThat(notes.take(0)).as("checkpoint 1 is on its way").isEmpty();
            enumerator.notifyCheckpointComplete(1);
            assertThat(notes.take(0)).as("checkpoint 1 is complete").hasSize(1);

            enumerator.snapshotState(2);
            enumerator.handleSplitRequest(1, null);
            enumerator.notifyCheckpointAborted(2);
            assertThat(notes.take(1)).as("checkpoint 2 was given up").hasSize(1);
        }
    }

    /** Flink announces the end of a checkpoint, and not that of a savepoint. */
    @Test
    void afterASavepointReadersReportThatTheyPassedItsBarrier() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.snapshotState(1);
            enumerator.handleSplitRequest(0, null);
            enumerator.handleSourceEvent(0, new BarrierPassed(1));
            assertThat(notes.take(0)).as("reader 1 is before the barrier").isEmpty();
            enumerator.handleSourceEvent(1, new BarrierPassed(1));
            assertThat(notes.take(0)).as("both passed").hasSize(1);

            enumerator.snapshotState(2);
            enumerator.notifyCheckpointAborted(1);
            enumerator.handleSplitRequest(1, null);
            assertThat(notes.take(1)).as("checkpoint 1 is another").isEmpty();
        }
    }

    @Test
    void aReaderReportsABarrierWithItsNextPoll() throws Exception {
        ReaderNotes notes = new ReaderNotes();
        try (SourceReader<SourceRecord, HybridSourceSplit> reader = source.createReader(notes)) {
            reader.start();
            CompletableFuture<Void> available = reader.isAvailable();
            assertThat(available).isNotDone();
            reader.snapshotState(7);
            assertThat(available).as("it is polled, though it has no record").isDone();
            assertThat(notes.sent).doesNotContain(new BarrierPassed(7));
            reader.pollNext(null);
            assertThat(notes.sent).contains(new BarrierPassed(7));
            assertThat(reader.isAvailable()).isNotDone();
        }
    }

    /** With fewer files than readers. */
    @Test
    void aReaderWithoutMoreHistoryHoldsBackNothing() throws Exception {
        ReaderNotes notes = new ReaderNotes();
        EmittedWatermarks watermarks = new EmittedWatermarks();
        try (SourceReader<SourceRecord, HybridSourceSplit> reader = source.createReader(notes)) {
            reader.start();
            reader.pollNext(watermarks);
            reader.handleSourceEvents(new SwitchSourceEvent(0, history, false));
            reader.pollNext(watermarks);
            assertThat(watermarks.millis).as("it may still be given a file").isEmpty();
            reader.notifyNoMoreSplits();
            reader.pollNext(watermarks);
            assertThat(watermarks.millis).containsExactly(SEAM.toEpochMilli() - 1);
        }
    }

    /** Regions fail apart. */
    @Test
    void whatAnotherReaderAskedDuringACheckpointIsKept() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.snapshotState(1);
            enumerator.handleSplitRequest(0, null);
            enumerator.addReader(1);
            enumerator.notifyCheckpointAborted(1);
            assertThat(notes.take(0)).hasSize(1);
        }
    }

    @Test
    void whatAFailedReaderAskedDuringACheckpointIsForgotten() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.snapshotState(1);
            enumerator.handleSplitRequest(0, null);
            // It fails, without a call about the checkpoint.
            startBoth(enumerator);
            assertThat(notes.take(0)).isEmpty();
            enumerator.handleSplitRequest(0, null);
            assertThat(notes.take(0)).as("it asks again").hasSize(1);
        }
    }

    /** The end of history that reader 1 reported, and the failure of both, before reader 0 starts again. */
    @Test
    void whatAReaderThatWasResetHadAskedIsNotDoneWhenAnotherStarts() throws Exception {
        CoordinatorNotes notes = new CoordinatorNotes();
        try (SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = started(notes)) {
            enumerator.snapshotState(1);
            enumerator.handleSourceEvent(1, new BarrierPassed(1));
            enumerator.handleSplitRequest(1, null);
            enumerator.addSplitsBack(List.of(), 0);
            enumerator.addSplitsBack(List.of(), 1);
            enumerator.addReader(0);
            assertThat(notes.take(1)).isEmpty();
        }
    }

    private SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> started(CoordinatorNotes notes) {
        SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator = source.createEnumerator(notes);
        enumerator.start();
        startBoth(enumerator);
        return enumerator;
    }

    private static void startBoth(SplitEnumerator<HybridSourceSplit, HybridSourceEnumeratorState> enumerator) {
        for (int subtask = 0; subtask < 2; subtask++) {
            enumerator.addReader(subtask);
            enumerator.handleSourceEvent(subtask, NEW);
        }
    }

    private int requestsAtStart(List<HybridSourceSplit> restored) throws Exception {
        ReaderNotes notes = new ReaderNotes();
        try (SourceReader<SourceRecord, HybridSourceSplit> reader = source.createReader(notes)) {
            if (!restored.isEmpty()) {
                reader.addSplits(restored);
            }
            reader.start();
            assertThat(reader.snapshotState(1))
                    .as("kept before the reader has its source")
                    .isEqualTo(restored);
            reader.handleSourceEvents(new SwitchSourceEvent(0, history, false));
            return notes.requests;
        }
    }

    private static final class ReaderNotes implements SourceReaderContext {
        private final List<SourceEvent> sent = new ArrayList<>();
        private int requests;

        @Override
        public void sendSplitRequest() {
            requests++;
        }

        @Override
        public void sendSourceEventToCoordinator(SourceEvent event) {
            sent.add(event);
        }

        @Override
        public SourceReaderMetricGroup metricGroup() {
            return UnregisteredMetricsGroup.createSourceReaderMetricGroup();
        }

        @Override
        public Configuration getConfiguration() {
            return new Configuration();
        }

        @Override
        public String getLocalHostName() {
            return "here";
        }

        @Override
        public int getIndexOfSubtask() {
            return 0;
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(SeamSourceTest.class.getClassLoader());
        }
    }
}
