package io.leeway.scoring;

import io.leeway.model.RowRejected;
import io.leeway.model.calls.InferenceMetrics;
import io.leeway.records.EventTimeLag;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleasePlan.Deciders;
import io.leeway.shopper.Task;
import io.leeway.topics.StageCounters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Requests in, scores out, one call of each deciding model a bundle.
 *
 * <p>A bundle closes at its size, after its linger, at the end of input, and <b>before the
 * checkpoint barrier</b>: no request is ever in state, so exactly-once costs nothing. A watermark
 * waits behind the rows that came before it instead of closing their bundle. Which release answers
 * is a function of the as-of time, the user and the set of releases; a request waits where that
 * set, a verdict or a load is not yet known.
 *
 * <p><b>Keeps</b> the releases and the verdicts on them, the same on every subtask, as union list
 * state in JSON whose fields may grow, and how far it has scored; they are few and never cleared.
 * <b>Late input</b> is scored like any other: as-of times decide, not watermarks. A row that cannot
 * be scored becomes a dead letter, and so does one that its model does not answer in time. A model
 * that does not answer for {@link CallBreaker#MOST} bundles is withdrawn, for every job.
 */
final class BundleOperator extends AbstractStreamOperator<ScoreUpdate>
        implements OneInputStreamOperator<FeatureVector, ScoreUpdate>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final List<ReleaseRole> DECIDING = List.of(ReleaseRole.ACTIVE);
    private static final List<ReleaseRole> SHADOWED = List.of(ReleaseRole.ACTIVE, ReleaseRole.SHADOW);

    private final Task task;
    private final Map<String, Long> profile;
    private final BundleOptions options;
    private final List<ModelRelease> initial;
    private final ReleaseFeed feed;
    private final transient MailboxExecutor mailbox;

    private transient ReleaseState state;
    private transient ServingReleases releases;
    private transient ReleaseJudge judge;
    private transient InferenceMetrics inference;
    private transient InferenceMetrics explaining;
    private transient StageCounters tallies;
    private transient ShadowCalls shadows;
    private transient Bundler<ShopperScore, MixedBundle> bundler;
    private transient long watermarkMillis;
    private transient long latestMillis;

    @SuppressWarnings("NullAway.Init") // Flink initialises state and opens before anything else.
    BundleOperator(
            StreamOperatorParameters<ScoreUpdate> parameters,
            Task task,
            Map<String, Long> profile,
            BundleOptions options,
            List<ModelRelease> initial,
            ReleaseFeed feed) {
        super(parameters);
        this.task = task;
        this.profile = profile;
        this.options = options;
        this.initial = initial;
        this.feed = feed;
        this.mailbox = parameters.getMailboxExecutor();
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        state = ReleaseState.of(context.getOperatorStateStore());
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        state.update(releases.known(), releases.verdicts(), judge.progressMillis());
    }

    @Override
    public void open() throws Exception {
        super.open();
        inference = new InferenceMetrics();
        explaining = new InferenceMetrics();
        tallies = new StageCounters("scoring");
        shadows = new ShadowCalls("leeway-shadow-" + task.id());
        bundler = new Bundler<>(
                "leeway-model-" + task.id(),
                getProcessingTimeService(),
                mailbox,
                options,
                () -> new MixedBundle(shadows, this::unscored),
                score -> output.collect(new StreamRecord<>(score, score.asOfMillis())),
                output::emitWatermark);
        ReleaseFeed.Subscription subscription = feed.subscribe();
        ScorerLoads loads = new ScorerLoads(
                task.id(),
                release -> ReleaseScorer.open(release, task, profile, options, inference, explaining),
                release -> ReleaseScorer.refusal(release, task, profile, options));
        boolean verifier = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0;
        judge = new ReleaseJudge(subscription, loads, verifier, state.progressMillis());
        releases =
                new ServingReleases(task.id(), initial, state.releases(), state.verdicts(), subscription, loads, judge);
        watermarkMillis = Long.MIN_VALUE;
        BundleGauges.register(
                getMetricGroup(),
                inference,
                bundler.waitMillis(),
                () -> EventTimeLag.millis(getProcessingTimeService().getCurrentProcessingTime(), watermarkMillis));
        BundleGauges.registerReasons(getMetricGroup(), explaining);
        BundleGauges.registerReleases(getMetricGroup(), releases);
    }

    @Override
    public void processElement(StreamRecord<FeatureVector> element) throws Exception {
        FeatureVector vector = element.getValue();
        latestMillis = Math.max(latestMillis, vector.asOfMillis());
        if (vector.isErasure()) {
            erase(vector);
            return;
        }
        Deciders deciders = releases.at(vector.asOfMillis());
        Optional<ModelRelease> decider = deciders.decider(vector.userId());
        if (decider.isEmpty()) {
            reject(
                    vector,
                    "no-release",
                    "Expected a release of " + task.id() + " that is effective at the as-of time, found none");
            return;
        }
        Optional<MixedBundle.Serving> shadow =
                deciders.shadow() == null ? Optional.empty() : Optional.of(serving(deciders.shadow()));
        try {
            if (!bundler.open().add(vector, serving(decider.get()), shadow)) {
                tallies.add("unscored.shadow");
            }
        } catch (RowRejected rejected) {
            reject(vector, rejected.reason(), String.valueOf(rejected.getMessage()));
            return;
        }
        bundler.added();
    }

    private MixedBundle.Serving serving(ModelRelease release) throws InterruptedException {
        return new MixedBundle.Serving(releases.scorer(release), release.role());
    }

    private void erase(FeatureVector vector) throws Exception {
        bundler.drain();
        for (ReleaseRole role : releases.shadows() ? SHADOWED : DECIDING) {
            ScoreErasure erasure = new ScoreErasure(vector.userId(), vector.asOfMillis(), task, role);
            output.collect(new StreamRecord<>(erasure, vector.asOfMillis()));
        }
    }

    private void reject(FeatureVector vector, String reason, String detail) {
        tallies.add("unscored." + reason);
        output.collect(Scoring.SIDE, new StreamRecord<>(DeadRows.of(vector, reason, detail), vector.asOfMillis()));
    }

    /** What a model did not answer; a shadow decides nothing, and what it misses is counted alone. */
    private void unscored(FeatureVector vector, ReleaseScorer scorer, ReleaseRole role, Unscored.Reason why) {
        ModelRelease release = scorer.release();
        if (role == ReleaseRole.SHADOW) {
            tallies.add("unscored.shadow");
        } else {
            reject(
                    vector,
                    why.id(),
                    "Expected " + why.expected() + ", found none of " + release.model() + " version "
                            + release.version());
        }
        if (scorer.isSilent()) {
            releases.withdraw(release);
        }
    }

    @Override
    public void processWatermark(Watermark mark) {
        // No timers here to ring: a watermark is only handed on.
        watermarkMillis = mark.getTimestamp();
        releases.advance(watermarkMillis);
        bundler.mark(mark);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
        bundler.drain();
        // Nothing is under way: what no request can ask for any more is closed.
        releases.retire(watermarkMillis);
        drain();
    }

    @Override
    public void endInput() throws Exception {
        bundler.drain();
        drain();
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
            shadows.close();
        }
        if (releases != null) {
            releases.close();
        }
        super.close();
    }
}
