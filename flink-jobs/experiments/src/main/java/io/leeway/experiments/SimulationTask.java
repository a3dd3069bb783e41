package io.leeway.experiments;

/** A question asked of a simulated shop, which makes its own history. */
public interface SimulationTask extends EvaluationTask {
    @Override
    default boolean readsHistory() {
        return false;
    }
}
