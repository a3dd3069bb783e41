package io.leeway.scoring;

import io.leeway.model.Predictor;
import java.io.Serializable;

/** What wraps the model in a bundle operator, to time, count or leave out its calls. */
@FunctionalInterface
public interface ModelCalls extends Serializable {
    /** Nothing does. */
    ModelCalls PLAIN = model -> model;

    /** What is called in the model's place. */
    Predictor of(Predictor model);
}
