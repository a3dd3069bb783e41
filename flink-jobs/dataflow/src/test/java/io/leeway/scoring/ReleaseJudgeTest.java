package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.model.ModelException;
import io.leeway.operators.OperatorFactory;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleaseVerdict;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class ReleaseJudgeTest {
    private static final long T = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;

    private final Topic topic = new Topic();

    @Test
    void theVerifierRefusesWhatWouldHaveDecidedWhatIsScored() {
        ReleaseJudge verifier = judge(true, Long.MIN_VALUE);
        verifier.look(retirement("before", T));
        verifier.advance(T);
        verifier.look(retirement("at", T));
        verifier.look(retirement("close", T + 5_000));
        verifier.look(retirement("ahead", T + 5_001));
        assertThat(topic.accepted()).isEqualTo(Map.of("before", true, "at", false, "close", false, "ahead", true));
        assertThat(topic.verdicts().get("at").reason())
                .isEqualTo(
                        "Expected a release that takes effect after what has been scored, up to 2026-03-01T10:00:00Z,"
                                + " found 2026-03-01T10:00:00Z; publish it again, with the allowed lateness that the job has");
    }

    /** The verifier has had no record for a while; the other subtask has. */
    @Test
    void eachSubtaskRefusesWhatIsTooLateForIt() {
        ReleaseJudge other = judge(false, Long.MIN_VALUE);
        other.advance(T + MINUTE);
        other.look(retirement("late", T + MINUTE));
        other.look(retirement("in-time", T + MINUTE + 1));
        assertThat(topic.accepted()).isEqualTo(Map.of("late", false));
        ReleaseJudge verifier = judge(true, Long.MIN_VALUE);
        verifier.advance(T);
        verifier.look(retirement("late", T + MINUTE));
        assertThat(topic.accepted()).as("the first holds").isEqualTo(Map.of("late", false));
    }

    @Test
    void theEndOfInputIsNotProgress() {
        ReleaseJudge judge = judge(true, T);
        judge.advance(Long.MAX_VALUE);
        judge.advance(T - MINUTE);
        assertThat(judge.progressMillis()).isEqualTo(T);
    }

    /** What another subtask had scored before the restart counts for the verifier after it. */
    @Test
    void progressOfAllSubtasksSurvivesARestart() throws Exception {
        OperatorSubtaskState state =
                AbstractStreamOperatorTestHarness.repackageState(snapshot(0, T), snapshot(1, T + MINUTE));
        try (OneInputStreamOperatorTestHarness<Long, Long> restored = harness(0)) {
            restored.initializeState(state);
            restored.open();
            restored.processElement(0L, 0);
            List<Long> progress = restored.extractOutputValues();
            assertThat(progress).containsExactly(T + MINUTE);
            ReleaseJudge verifier = judge(true, progress.get(0));
            verifier.look(retirement("late", T + MINUTE));
            assertThat(topic.accepted()).isEqualTo(Map.of("late", false));
        }
    }

    private static OperatorSubtaskState snapshot(int subtask, long progressMillis) throws Exception {
        try (OneInputStreamOperatorTestHarness<Long, Long> harness = harness(subtask)) {
            harness.open();
            harness.processElement(progressMillis, 0);
            return harness.snapshot(1, 1);
        }
    }

    private static OneInputStreamOperatorTestHarness<Long, Long> harness(int subtask) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new OperatorFactory<Long, Long>(ProgressOperator.class, ProgressOperator::new), 2, 2, subtask);
    }

    /** Gives the progress that it was restored with, and keeps what it is given. */
    private static final class ProgressOperator extends AbstractStreamOperator<Long>
            implements OneInputStreamOperator<Long, Long> {
        private static final long serialVersionUID = 1L;

        private transient ReleaseState state;
        private transient long progressMillis;
        private transient long restoredMillis;

        private ProgressOperator(StreamOperatorParameters<Long> parameters) {
            super(parameters);
        }

        @Override
        public void initializeState(StateInitializationContext context) throws Exception {
            super.initializeState(context);
            state = ReleaseState.of(context.getOperatorStateStore());
            restoredMillis = state.progressMillis();
        }

        @Override
        public void processElement(StreamRecord<Long> element) {
            progressMillis = element.getValue();
            output.collect(new StreamRecord<>(restoredMillis));
        }

        @Override
        public void snapshotState(StateSnapshotContext context) throws Exception {
            super.snapshotState(context);
            state.update(List.of(), List.of(), progressMillis);
        }
    }

    private ReleaseJudge judge(boolean verifier, long progressMillis) {
        ScorerLoads none = new ScorerLoads(
                "churn",
                release -> {
                    throw new ModelException("There is no model here");
                },
                release -> Optional.empty());
        none.close();
        return new ReleaseJudge(topic, none, verifier, progressMillis);
    }

    private static ModelRelease retirement(String id, long effectiveFromMillis) {
        return new ModelRelease(
                id, "churn", 2, "", "", ReleaseRole.RETIRED, 1, effectiveFromMillis, T - 60 * MINUTE, "");
    }

    /** The status topic, in memory. */
    private static final class Topic implements ReleaseFeed.Subscription {
        private final Map<String, ReleaseVerdict> verdicts = new LinkedHashMap<>();

        Map<String, Boolean> accepted() {
            Map<String, Boolean> accepted = new LinkedHashMap<>();
            verdicts.forEach((id, verdict) -> accepted.put(id, verdict.accepted()));
            return accepted;
        }

        @Override
        public void awaitFresh() {}

        @Override
        public long generation() {
            return verdicts.size();
        }

        @Override
        public List<ModelRelease> releases() {
            return List.of();
        }

        @Override
        public Map<String, ReleaseVerdict> verdicts() {
            return verdicts;
        }

        @Override
        public List<ReleaseVerdict> unsaidRefusals() {
            return List.of();
        }

        @Override
        public Optional<ReleaseVerdict> awaitVerdict(String releaseId, Duration patience) {
            return Optional.ofNullable(verdicts.get(releaseId));
        }

        @Override
        public void publish(ReleaseVerdict verdict) {
            verdicts.putIfAbsent(verdict.releaseId(), verdict);
        }

        @Override
        public void close() {}
    }
}
