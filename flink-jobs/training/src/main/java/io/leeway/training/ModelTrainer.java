package io.leeway.training;

import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;

/** Makes a SavedModel with a manifest out of examples. */
public interface ModelTrainer {
    /**
     * Trains on the earlier part of a split, measures on the later part beside the rules, and
     * writes the model.
     *
     * <p>The same examples (in any order), options and seed give the same files bit for bit,
     * manifest aside, on the same machine and with the same number of TensorFlow's threads. No
     * half-made model is left when it fails.
     *
     * @return the model, readable by a loader once this returns
     * @throws TrainingException where the examples do not suffice or the folder is taken, in one
     *     line for people
     */
    TrainedModel train(TrainingSplit split, TrainingOptions options, TrainingProgress listener);
}
