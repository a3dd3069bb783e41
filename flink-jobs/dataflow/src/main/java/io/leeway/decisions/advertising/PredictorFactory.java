package io.leeway.decisions.advertising;

import java.io.Serializable;
import java.nio.file.Path;

/** Opens a predictor on a task; one that can be closed is closed with the task. */
@FunctionalInterface
public interface PredictorFactory extends Serializable {
    AdPredictor open();

    /** The model of a directory, {@code <name>/<version>}. */
    static PredictorFactory model(String directory) {
        return () -> new ModelPredictor(Path.of(directory));
    }
}
