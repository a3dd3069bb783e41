package io.leeway.scoring;

import io.leeway.model.ModelException;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseVerdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Scorers that are loaded or being loaded, off the task thread: to load is to verify every file
 * against the digest, the operations against the allow-list, and the answers against the golden
 * rows, which warms up the model. Used by the task thread alone; closing it closes the scorers.
 */
final class ScorerLoads implements AutoCloseable {
    /** Digests of models that have passed in this process, or were loaded without a trial. */
    private static final Set<String> TRIED = ConcurrentHashMap.newKeySet();

    private final Function<ModelRelease, ReleaseScorer> opener;
    private final Function<ModelRelease, Optional<String>> trial;
    private final ExecutorService loader;
    private final ExecutorService trier;
    private final Map<ModelRelease, CompletableFuture<ReleaseScorer>> loads = new HashMap<>();

    /**
     * @param opener loads a scorer
     * @param trial says why a model may not be loaded in this process; it may take its time
     */
    ScorerLoads(
            String model,
            Function<ModelRelease, ReleaseScorer> opener,
            Function<ModelRelease, Optional<String>> trial) {
        this.opener = opener;
        this.trial = trial;
        // A rollback never waits behind another trial or load.
        this.trier = ModelThread.startSeveral("leeway-trial-" + model);
        this.loader = ModelThread.startSeveral("leeway-load-" + model);
    }

    /** Begins to load, unless that has been done; gives the verdict on the loading thread. */
    void begin(ModelRelease release, Consumer<ReleaseVerdict> verdicts) {
        begin(release, this::load, verdicts);
    }

    /**
     * The same of a release that has no verdict yet: its model is tried in a process of its
     * own before. No other load waits for that. A model that passed is not tried again.
     */
    void beginTried(ModelRelease release, Consumer<ReleaseVerdict> verdicts) {
        begin(release, TRIED.contains(release.digest()) ? this::load : this::tryAndLoad, verdicts);
    }

    private void begin(
            ModelRelease release,
            Function<ModelRelease, CompletableFuture<ReleaseScorer>> way,
            Consumer<ReleaseVerdict> verdicts) {
        CompletableFuture<ReleaseScorer> before = loads.get(release);
        if (before == null || before.isCompletedExceptionally()) {
            CompletableFuture<ReleaseScorer> load = way.apply(release);
            loads.put(release, load);
            load.whenComplete((scorer, failed) -> verdicts.accept(
                    failed == null ? ReleaseVerdict.accept(release) : ReleaseVerdict.refuse(release, reason(failed))));
        }
    }

    private CompletableFuture<ReleaseScorer> tryAndLoad(ModelRelease release) {
        return CompletableFuture.runAsync(() -> attempt(release), trier)
                .thenApplyAsync(passed -> opener.apply(release), loader);
    }

    private void attempt(ModelRelease release) {
        trial.apply(release).ifPresent(reason -> {
            throw new ModelException(reason);
        });
        TRIED.add(release.digest());
    }

    private CompletableFuture<ReleaseScorer> load(ModelRelease release) {
        return CompletableFuture.supplyAsync(() -> opener.apply(release), loader);
    }

    /** Whether the scorer is there, so that no request waits for it. */
    boolean isReady(ModelRelease release) {
        CompletableFuture<ReleaseScorer> load = loads.get(release);
        return load != null && load.isDone();
    }

    /**
     * The scorer; waits for its load, which begins now if it has not.
     *
     * @throws ModelException when it does not load; the next call tries again
     */
    ReleaseScorer get(ModelRelease release) throws InterruptedException {
        CompletableFuture<ReleaseScorer> load = loads.computeIfAbsent(release, this::load);
        try {
            ReleaseScorer scorer = load.get();
            TRIED.add(release.digest());
            return scorer;
        } catch (ExecutionException failed) {
            loads.remove(release);
            if (failed.getCause() instanceof ModelException refused) {
                throw refused;
            }
            throw new IllegalStateException("Expected to load " + release + ", found " + reason(failed), failed);
        }
    }

    /** Closes all others that are loaded. None of them may be at work. */
    void keepOnly(Set<ModelRelease> wanted) {
        loads.entrySet().removeIf(load -> {
            boolean unwanted =
                    !wanted.contains(load.getKey()) && load.getValue().isDone();
            if (unwanted) {
                load.getValue().thenAccept(ReleaseScorer::close);
            }
            return unwanted;
        });
    }

    private static String reason(Throwable failed) {
        boolean wrapped = failed instanceof CompletionException || failed instanceof ExecutionException;
        Throwable cause = wrapped && failed.getCause() != null ? failed.getCause() : failed;
        String message = cause.getMessage();
        return message == null
                ? cause.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    @Override
    public void close() {
        // A trial is ended, and its process with it.
        trier.shutdownNow();
        ModelThread.awaitEnd(trier);
        // A load that runs ends by itself; it is waited for, so that what it loaded is given back.
        loader.shutdown();
        ModelThread.awaitEnd(loader);
        loads.values().forEach(load -> load.thenAccept(ReleaseScorer::close));
        loads.clear();
    }
}
