package io.leeway.model.trial;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelException;
import io.leeway.model.ModelFiles;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The models that have passed their trial in this process, each of which is tried once. Thread-safe. */
public final class TriedModels {
    /** As large as a bundle, or larger than none that fails. */
    private static final int ROWS = 128;

    private static final Set<Passed> PASSED = ConcurrentHashMap.newKeySet();

    private TriedModels() {}

    private record Passed(String digest, LoadOptions options) {}

    /**
     * Tries a model in a process of its own, unless it has passed as it will be loaded.
     *
     * @throws ModelException saying why it may not be loaded here
     */
    public static void require(ModelFiles files, LoadOptions options) {
        Passed trial = new Passed(files.digest().digest(), options);
        if (PASSED.contains(trial)) {
            return;
        }
        try {
            TrialProcess.refusal(files, options, ROWS, TrialLimits.ofProcess()).ifPresent(reason -> {
                throw new ModelException(
                        reason.startsWith("Model ")
                                ? reason
                                : "Model " + files.location() + ": " + reason.replaceFirst("^Expected", "expected"));
            });
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a model was tried", ending);
        }
        PASSED.add(trial);
    }
}
