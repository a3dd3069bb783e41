package io.leeway.training.options;

/** Receives the progress of training; called on the training thread. */
@FunctionalInterface
public interface TrainingProgress {
    /**
     * @param phase the current phase, for people: {@code training churn}
     * @param done steps done, from 0 up to {@code total}; a phase ends with {@code done == total},
     *     early stop or not
     * @param total steps there may be, above 0
     */
    void progress(String phase, long done, long total);

    static TrainingProgress none() {
        return (phase, done, total) -> {};
    }
}
