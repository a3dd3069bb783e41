package io.leeway.training.options;

/** Hears how far training is; called on the training thread. */
@FunctionalInterface
public interface TrainingProgress {

    /**
     * Hears of a step.
     *
     * @param phase what goes on, for people: {@code training churn}
     * @param done steps done, from 0 up to {@code total}; a phase ends with {@code done == total}, early stop or not
     * @param total steps there may be, above 0
     */
    void progress(String phase, long done, long total);

    /** Listens to nothing. */
    static TrainingProgress none() {
        return (phase, done, total) -> {};
    }
}
