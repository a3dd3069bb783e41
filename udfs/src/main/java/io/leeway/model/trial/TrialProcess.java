package io.leeway.model.trial;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelFiles;
import io.leeway.model.ModelLocation;
import java.io.IOException;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;

/**
 * Tries a model in a JVM of its own: what loads for ever, takes all memory or ends its process does
 * so there.
 *
 * <p>The process verifies and loads the model as a job does, golden rows included, and calls it
 * with a full bundle. It is killed at its limits, and after any model that did not pass; otherwise
 * it waits some seconds for another model. Thread-safe.
 */
public final class TrialProcess {
    private static final long IDLE_SECONDS = 10;
    private static final Deque<TrialWorker> IDLE = new ConcurrentLinkedDeque<>();

    private TrialProcess() {}

    /**
     * Why the model may not be loaded here; empty where it passed.
     *
     * @param options as it will be loaded here
     * @param rows of the bundle
     */
    public static Optional<String> refusal(ModelLocation location, LoadOptions options, int rows, TrialLimits limits)
            throws InterruptedException {
        return refusal(TrialRequest.of(location, options, rows), limits);
    }

    /** The same of files that were copied; without a task, each signature is called with rows of zeros. */
    public static Optional<String> refusal(ModelFiles files, LoadOptions options, int rows, TrialLimits limits)
            throws InterruptedException {
        return refusal(TrialRequest.of(files.folder(), options, rows), limits)
                .map(reason -> reason.replace(files.folder().toString(), files.location()));
    }

    private static Optional<String> refusal(TrialRequest request, TrialLimits limits) throws InterruptedException {
        try {
            TrialWorker worker = idle();
            Optional<String> refusal = attempt(worker, request, limits);
            // What a model before has left behind is not this one's fault.
            return worker.isUsed() && worker.brokeOff() ? attempt(TrialWorker.start(), request, limits) : refusal;
        } catch (IOException e) {
            return Optional.of("Expected to try the model in a process of its own, found " + e
                    + "; check that this process may start others and write to its temporary folder");
        }
    }

    private static TrialWorker idle() throws IOException, InterruptedException {
        for (TrialWorker worker = IDLE.poll(); worker != null; worker = IDLE.poll()) {
            if (worker.isAlive()) {
                return worker;
            }
            worker.close();
        }
        return TrialWorker.start();
    }

    private static Optional<String> attempt(TrialWorker worker, TrialRequest request, TrialLimits limits)
            throws IOException, InterruptedException {
        boolean passed = false;
        try {
            Optional<String> refusal = worker.attempt(request, limits);
            passed = refusal.isEmpty();
            return refusal;
        } finally {
            if (passed) {
                keep(worker);
            } else {
                worker.close();
            }
        }
    }

    private static void keep(TrialWorker worker) {
        IDLE.push(worker);
        CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (IDLE.remove(worker)) {
                worker.close();
            }
        });
    }

    /** Ends the processes that wait for another model. */
    static void closeIdle() {
        for (TrialWorker worker = IDLE.poll(); worker != null; worker = IDLE.poll()) {
            worker.close();
        }
    }
}
