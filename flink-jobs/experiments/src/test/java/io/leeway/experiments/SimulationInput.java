package io.leeway.experiments;

import io.leeway.jobs.JobSettings;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Path;

/** What an evaluation is given that simulates its own shops. */
public final class SimulationInput {
    private SimulationInput() {}

    /** With models in this folder. */
    public static EvaluationInput in(Path models) {
        return new EvaluationInput(
                JobSettings::localBatch, null, null, null, null, null, 0, 7, models, TrainingProgress.none());
    }
}
