package io.leeway.scoring;

import io.leeway.model.InferenceMetrics;
import io.leeway.model.RowRejected;
import io.leeway.records.EventTimeLag;
import io.leeway.records.FeatureVector;
import io.leeway.records.ModelRelease;
import io.leeway.records.Score;
import io.leeway.records.Tallies;
import io.leeway.shopper.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Requests in, scores out, one call of the model a bundle.
 *
 * <p>A bundle closes at its size, after its linger, when another release answers, at the end of input, and <b>before the checkpoint barrier</b>: no request is ever in
 * state, so exactly-once costs nothing. A watermark waits behind the rows that came before it instead of closing their bundle.
 *
 * <p><b>Keeps</b> the releases, on every subtask, as union list state; they are few and never cleared. <b>Late input</b> is scored like any other: as-of times
 * decide, not watermarks. A row that cannot be scored becomes a dead letter.
 */
final class BundleOperator extends AbstractStreamOperator<Score>
        implements TwoInputStreamOperator<FeatureVector, ModelRelease, Score>, BoundedMultiInput {
    private static final long serialVersionUID = 1L;

    private final Task task;
    private final Map<String, Long> profile;
    private final BundleOptions options;
    private final List<ModelRelease> initial;
    private final transient MailboxExecutor mailbox;

    private transient Releases releases;
    private transient ListState<ModelRelease> releaseState;
    private transient Map<ModelRelease, ReleaseScorer> scorers;
    private transient InferenceMetrics inference;
    private transient InferenceMetrics explaining;
    private transient Tallies tallies;
    private transient Bundler<Score> bundler;
    private transient long watermarkMillis;
    private transient long latestMillis;

    @SuppressWarnings("NullAway.Init") // Flink initialises state and opens before anything else.
    BundleOperator(
            StreamOperatorParameters<Score> parameters,
            Task task,
            Map<String, Long> profile,
            BundleOptions options,
            List<ModelRelease> initial) {
        super(parameters);
        this.task = task;
        this.profile = profile;
        this.options = options;
        this.initial = initial;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        releaseState = context.getOperatorStateStore()
                .getUnionListState(new ListStateDescriptor<>("releases", TypeInformation.of(ModelRelease.class)));
        releases = new Releases(task.id(), initial);
        for (ModelRelease release : releaseState.get()) {
            releases.add(release);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        releaseState.update(releases.all());
    }

    @Override
    public void open() throws Exception {
        super.open();
        scorers = new HashMap<>();
        inference = new InferenceMetrics();
        explaining = new InferenceMetrics();
        tallies = new Tallies("scoring");
        bundler = new Bundler<>(
                "leeway-model-" + task.id(),
                getProcessingTimeService(),
                mailbox,
                options,
                score -> output.collect(new StreamRecord<>(score, score.asOfMillis())),
                output::emitWatermark);
        // A model that does not load is a deployment's error: the job fails before it has read anything.
        for (ModelRelease release : releases.all()) {
            scorer(release);
        }
        watermarkMillis = Long.MIN_VALUE;
        BundleGauges.register(
                getMetricGroup(),
                inference,
                bundler.waitMillis(),
                () -> EventTimeLag.millis(getProcessingTimeService().getCurrentProcessingTime(), watermarkMillis));
        BundleGauges.registerReasons(getMetricGroup(), explaining);
    }

    private ReleaseScorer scorer(ModelRelease release) {
        return scorers.computeIfAbsent(
                release, absent -> ReleaseScorer.open(absent, task, profile, options, inference, explaining));
    }

    @Override
    public void processElement1(StreamRecord<FeatureVector> element) throws Exception {
        FeatureVector vector = element.getValue();
        latestMillis = Math.max(latestMillis, vector.asOfMillis());
        if (vector.isErasure()) {
            bundler.drain();
            Score erasure = Score.erasure(vector.userId(), vector.asOfMillis(), vector.task());
            output.collect(new StreamRecord<>(erasure, vector.asOfMillis()));
            return;
        }
        Optional<ModelRelease> release = releases.at(vector.asOfMillis());
        if (release.isEmpty()) {
            reject(
                    vector,
                    "no-release",
                    "Expected a release of " + task.id() + " that is effective at the as-of time, found none");
            return;
        }
        ReleaseScorer scorer = scorer(release.get());
        bundler.turnTo(scorer);
        try {
            scorer.add(vector);
        } catch (RowRejected rejected) {
            reject(vector, rejected.reason(), String.valueOf(rejected.getMessage()));
            return;
        }
        bundler.added(scorer);
    }

    private void reject(FeatureVector vector, String reason, String detail) throws Exception {
        tallies.add("unscored." + reason);
        output.collect(Scoring.SIDE, new StreamRecord<>(DeadRows.of(vector, reason, detail), vector.asOfMillis()));
    }

    @Override
    public void processElement2(StreamRecord<ModelRelease> element) {
        ModelRelease release = element.getValue();
        if (release.model().equals(task.id())) {
            scorer(release);
            releases.add(release);
        }
    }

    @Override
    public void processWatermark(Watermark mark) {
        // No timers here to ring: a watermark is only handed on.
        watermarkMillis = mark.getTimestamp();
        bundler.mark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        bundler.drain();
        drain();
    }

    @Override
    public void endInput(int input) throws Exception {
        if (input == 1) {
            bundler.drain();
            drain();
        }
    }

    @Override
    public void finish() throws Exception {
        bundler.drain();
        drain();
        super.finish();
    }

    private void drain() {
        tallies.drain(latestMillis)
                .ifPresent(out -> output.collect(Scoring.SIDE, new StreamRecord<>(out, latestMillis)));
    }

    @Override
    public void close() throws Exception {
        if (bundler != null) {
            bundler.close();
        }
        if (scorers != null) {
            scorers.values().forEach(ReleaseScorer::release);
            scorers.clear();
        }
        super.close();
    }
}
