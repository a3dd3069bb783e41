package io.leeway.scoring;

import io.leeway.model.CallExpired;
import io.leeway.model.FeatureColumns;
import io.leeway.model.LoadOptions;
import io.leeway.model.ModelException;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelRepository;
import io.leeway.model.Predictor;
import io.leeway.model.RowRejected;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.model.answers.MeteredPredictor;
import io.leeway.model.calls.InferenceMetrics;
import io.leeway.model.lease.Lease;
import io.leeway.model.trial.TrialLimits;
import io.leeway.model.trial.TrialProcess;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.records.scores.ShopperScore;
import io.leeway.releases.ModelRelease;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One release of a model: collects rows and answers them in one call.
 *
 * <p>Where the call fails, each row is called alone, and those at fault have no answer; where it
 * takes too long, no row has one. Holds a lease of the process's model until it is closed and its
 * calls have ended. Not thread-safe but for {@link Rows#call}; it may be opened on another thread
 * than it is used on.
 */
final class ReleaseScorer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseScorer.class);

    private final ModelRelease release;
    private final Lease<SavedModel> lease;
    private final Predictor predictor;
    private final ModelManifest manifest;
    private final Task task;
    private final BundleOptions options;
    private final AnswerReader answers;
    private final Optional<ReasonGiver> giver;
    private final ScoreIdentity identity = new ScoreIdentity();
    private final Deque<Rows> spare = new ArrayDeque<>();
    private final CallBreaker breaker = new CallBreaker(System::nanoTime);

    /** Reasons that never come hold up no bundle for long, and withdraw no release. */
    private final CallBreaker reasonsBreaker = new CallBreaker(System::nanoTime);

    /** Calls that run, and one for being open. */
    private final AtomicInteger users = new AtomicInteger(1);

    private ReleaseScorer(
            ModelRelease release,
            Lease<SavedModel> lease,
            Task task,
            BundleOptions options,
            InferenceMetrics metrics,
            InferenceMetrics explaining) {
        this.release = release;
        this.lease = lease;
        Predictor calls = options.calls().of(lease.value());
        this.predictor = new MeteredPredictor(calls, metrics, System::nanoTime);
        this.manifest = lease.value()
                .manifest()
                .orElseThrow(() -> new IllegalStateException("Expected a manifest; loading a release requires one"));
        this.task = task;
        this.options = options;
        this.answers = new AnswerReader(task, manifest);
        this.giver = ReasonGiver.of(
                lease.value(),
                task,
                manifest,
                new MeteredPredictor(calls, explaining, System::nanoTime),
                options.reasons());
    }

    /**
     * Loads and verifies the model of a release.
     *
     * @param metrics of the calls that answer
     * @param explaining of the calls that give reasons
     * @throws io.leeway.model.ModelException when there is none, it is not the one that was
     *     released, or does not fit the task
     */
    static ReleaseScorer open(
            ModelRelease release,
            Task task,
            Map<String, Long> profile,
            BundleOptions options,
            InferenceMetrics metrics,
            InferenceMetrics explaining) {
        Lease<SavedModel> lease = SharedModels.acquire(location(release), load(release, task, profile, options));
        try {
            return new ReleaseScorer(release, lease, task, options, metrics, explaining);
        } catch (RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    /**
     * Why the model of a release may not be loaded in this process, as a trial in another one shows;
     * empty where it passed.
     *
     * @throws io.leeway.model.ModelException when there is none
     */
    static Optional<String> refusal(ModelRelease release, Task task, Map<String, Long> profile, BundleOptions options) {
        try {
            return TrialProcess.refusal(
                    location(release), load(release, task, profile, options), options.rows(), TrialLimits.ofProcess());
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a model was tried", ending);
        }
    }

    private static ModelLocation location(ModelRelease release) {
        return new ModelRepository(Path.of(release.location())).version(release.model(), release.version());
    }

    private static LoadOptions load(ModelRelease release, Task task, Map<String, Long> profile, BundleOptions options) {
        return LoadOptions.serving(task, profile)
                .withDigest(release.digest().isEmpty() ? null : release.digest())
                .withThreads(options.threads(), 1)
                .withCallTime(options.callTime());
    }

    /** Rows to fill and call once, then to {@linkplain Rows#clear() return} on the same thread. */
    Rows rows() {
        Rows next = spare.poll();
        return next == null ? new Rows() : next;
    }

    /** Vectors, their columns, and the answers. Buffers are used again. */
    final class Rows {
        private final FeatureColumns columns = new FeatureColumns(task, manifest, options.rows());
        private final List<FeatureVector> vectors = new ArrayList<>();
        private final List<Optional<AnswerReader.Answer>> read = new ArrayList<>();
        private List<List<Reason>> reasons = List.of();
        private Unscored.Reason without = Unscored.Reason.LATE;

        /** Written last: who reads it as true reads all answers. */
        private volatile boolean ended;

        private boolean begun;

        /** Whether these are rows for this scorer. */
        boolean areOf(ReleaseScorer scorer) {
            return scorer == ReleaseScorer.this;
        }

        /** Adds a row and returns its index. */
        int add(FeatureVector vector) throws RowRejected {
            columns.add(vector.dictionary(), vector.ids(), vector.numbers());
            vectors.add(vector);
            return vectors.size() - 1;
        }

        FeatureVector vector(int row) {
            return vectors.get(row);
        }

        /** A call is to come, perhaps on another thread. */
        void begin() {
            begun = true;
        }

        /** Calls the model, unless there is no row, or it has not answered for long. */
        void call() {
            if (!vectors.isEmpty() && !breaker.mayCall()) {
                without = Unscored.Reason.SUSPENDED;
            } else if (!vectors.isEmpty()) {
                users.incrementAndGet();
                try {
                    answer();
                } finally {
                    giveBack();
                }
            }
            ended = true;
        }

        private void answer() {
            try {
                read.addAll(answers(columns, vectors));
                breaker.answered();
            } catch (CallExpired late) {
                LOG.warn("{}", late.getMessage());
                breaker.unanswered();
            } catch (ModelException failed) {
                LOG.warn("Each row is called alone: {}", failed.getMessage());
                without = Unscored.Reason.FAILED;
                answerEach();
            }
            explain();
        }

        private void answerEach() {
            FeatureColumns one = new FeatureColumns(task, manifest, 1);
            try {
                for (FeatureVector vector : vectors) {
                    one.clear();
                    fill(one, vector);
                    read.add(answerAlone(one, vector));
                }
            } catch (CallExpired late) {
                LOG.warn("{}", late.getMessage());
            }
            if (read.stream().anyMatch(Optional::isPresent)) {
                breaker.answered();
            } else {
                breaker.unanswered();
            }
        }

        private Optional<AnswerReader.Answer> answerAlone(FeatureColumns one, FeatureVector vector) {
            try {
                return answers(one, List.of(vector)).get(0);
            } catch (CallExpired late) {
                throw late;
            } catch (ModelException failed) {
                // A dead letter names the row; the log names no shopper.
                LOG.debug("A row has no answer", failed);
                return Optional.empty();
            }
        }

        /** Scores without reasons are better than none. */
        private void explain() {
            boolean answered = read.size() == vectors.size() && read.stream().allMatch(Optional::isPresent);
            if (giver.isEmpty() || !answered || !reasonsBreaker.mayCall()) {
                return;
            }
            try {
                reasons = giver.get()
                        .of(vectors, read.stream().map(Optional::orElseThrow).toList());
                reasonsBreaker.answered();
            } catch (CallExpired late) {
                LOG.warn("No reasons: {}", late.getMessage());
                reasonsBreaker.unanswered();
            } catch (ModelException failed) {
                LOG.warn("No reasons: {}", failed.getMessage());
            }
        }

        /** The score of a row, after the call; empty where it has no answer. */
        Optional<ShopperScore> score(int row, ReleaseRole role, long nowMillis) {
            if (!ended || row >= read.size()) {
                return Optional.empty();
            }
            List<Reason> own = reasons.isEmpty() ? List.of() : reasons.get(row);
            return read.get(row)
                    .map(answer ->
                            ReleaseScorer.this.score(vectors.get(row), answer, own, role, nowMillis, vectors.size()));
        }

        /** Why a row has no score. */
        Unscored.Reason without() {
            return ended ? without : Unscored.Reason.LATE;
        }

        /** The call does not come back, if it has begun: the model is not called again. */
        void abandon() {
            if (!ended) {
                breaker.lost();
            }
        }

        /** Gives the buffers back, unless a call still uses them. */
        void clear() {
            if (begun && !ended) {
                return;
            }
            begun = false;
            ended = false;
            without = Unscored.Reason.LATE;
            reasons = List.of();
            read.clear();
            vectors.clear();
            columns.clear();
            spare.add(this);
        }
    }

    private List<Optional<AnswerReader.Answer>> answers(FeatureColumns columns, List<FeatureVector> vectors) {
        float[] output = TensorColumn.floats(
                predictor.predict(manifest.signature(), columns.inputs(), vectors.size()), manifest.output());
        List<Optional<AnswerReader.Answer>> read = new ArrayList<>(vectors.size());
        for (int row = 0; row < vectors.size(); row++) {
            read.add(Optional.of(answers.read(output, row, vectors.get(row))));
        }
        return read;
    }

    private static void fill(FeatureColumns columns, FeatureVector vector) {
        try {
            columns.add(vector.dictionary(), vector.ids(), vector.numbers());
        } catch (RowRejected impossible) {
            throw new IllegalStateException("Expected a row like one that was taken before", impossible);
        }
    }

    ModelRelease release() {
        return release;
    }

    /** Whether its model has stopped to answer. */
    boolean isSilent() {
        return breaker.isOpen();
    }

    private ShopperScore score(
            FeatureVector vector,
            AnswerReader.Answer read,
            List<Reason> why,
            ReleaseRole role,
            long nowMillis,
            int bundleRows) {
        ScoreOrigin origin = new ScoreOrigin(
                identity.id(vector, release),
                vector.userId(),
                vector.asOfMillis(),
                vector.triggers(),
                new ScoringModel(
                        release.model(), release.version(), role, lease.value().digest()),
                ScoreIdentity.features(vector),
                vector.backfill());
        long scoringMillis = vector.duePassedMillis() == 0 ? -1 : Math.max(0, nowMillis - vector.duePassedMillis());
        ScoreHeaders headers = new ScoreHeaders(nowMillis, scoringMillis, vector.appendedAtMillis(), bundleRows);
        return switch (task) {
            case CHURN -> new ChurnScore(origin, read.value(), why, headers);
            case INTEREST -> new InterestScore(origin, read.value(), read.from(), read.to(), read.next(), why, headers);
        };
    }

    /** Gives the model back; where a call of it runs, when that has ended. */
    @Override
    public void close() {
        giveBack();
    }

    private void giveBack() {
        if (users.decrementAndGet() == 0) {
            lease.close();
        }
    }
}
