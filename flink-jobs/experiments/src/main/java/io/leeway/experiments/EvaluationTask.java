package io.leeway.experiments;

import io.leeway.evaluation.Evaluation;
import io.leeway.jobs.JobException;
import java.util.List;

/** A question on which a model is held against the rules it must beat. */
public interface EvaluationTask {
    /** The name for {@code --task}. */
    String name();

    /** Whether it reads a history; a task that makes its own needs neither dataset nor history. */
    default boolean readsHistory() {
        return true;
    }

    /**
     * The formats, as {@code --format} names them, whose datasets it reads by itself: what it asks
     * about is no history of events. Where there is one, the task needs
     * {@link EvaluationInput#dataset()} in one of them and takes no history.
     */
    default List<String> readsDataset() {
        return List.of();
    }

    /**
     * Makes examples, trains on what could be known, and compares on what came later.
     *
     * @throws JobException where history does not suffice, in one line for people
     */
    Evaluation evaluate(EvaluationInput input) throws Exception;
}
