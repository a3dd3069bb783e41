package io.leeway.training.options;

/**
 * How much work training may be. It is counted in examples and steps, never by the clock: a slow
 * machine trains the same model.
 *
 * @param maxExamples training examples above this many are thinned, by a hash of shopper and as-of
 *     time
 * @param maxSteps mini-batches at most, early stop aside; every example is still seen twice
 * @param maxVocabulary categories a model knows by name, the most frequent ones
 */
public record TrainingBudget(int maxExamples, int maxTestExamples, int maxSteps, int maxVocabulary) {
    public TrainingBudget {
        if (maxExamples < 1 || maxTestExamples < 1 || maxSteps < 1 || maxVocabulary < 1) {
            throw new TrainingException("Expected caps of 1 or more, found " + maxExamples + " examples, "
                    + maxTestExamples + " test examples, " + maxSteps + " steps, " + maxVocabulary + " categories");
        }
    }

    /** Both models within a minute on two cores. */
    public static TrainingBudget defaults() {
        return new TrainingBudget(40_000, 20_000, 1_000, 1_000);
    }

    /** Rows a mini-batch, so that a small set still makes enough steps. */
    public int batch(int rows) {
        return Math.max(16, Math.min(256, rows / 16));
    }

    /** Passes over that many rows: at least 2, at most 24. */
    public int epochs(int rows, int batch) {
        int stepsPerEpoch = Math.max(1, (rows + batch - 1) / batch);
        return Math.max(2, Math.min(24, maxSteps / stepsPerEpoch));
    }
}
