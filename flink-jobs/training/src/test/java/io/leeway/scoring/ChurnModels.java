package io.leeway.scoring;

import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.releases.ModelRelease;
import io.leeway.shopper.Task;
import io.leeway.training.ChurnTrainer;
import io.leeway.training.TrainedModel;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.network.ChurnNetwork;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import io.leeway.training.options.TrainingOptions;
import io.leeway.training.options.TrainingProgress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Real churn models of two versions, trained on noise in a few steps: they need not be good, only
 * different.
 */
record ChurnModels(Path folder) {
    static final Map<String, Long> PROFILE = Map.of("recentActions", 32L);

    static ChurnModels train(Path folder) {
        for (long version = 1; version <= 2; version++) {
            SplittableRandom random = new SplittableRandom(version);
            TrainedModel trained = new ChurnTrainer(ChurnNetwork.GRU)
                    .train(
                            new TrainingSplit(examples(200, random), examples(60, random)),
                            new TrainingOptions(
                                    version,
                                    version,
                                    7,
                                    TrainingOptions.PURCHASE,
                                    PROFILE,
                                    folder,
                                    new TrainingBudget(200, 60, 4, 10),
                                    Hyperparameters.defaults()),
                            TrainingProgress.none());
            if (trained.manifest().version() != version) {
                throw new IllegalStateException("Expected version " + version);
            }
        }
        return new ChurnModels(folder);
    }

    ModelRelease release(long version, long effectiveFromMillis) {
        return new ModelRelease("churn", version, "", folder.toString(), effectiveFromMillis);
    }

    /** A request whose numbers are drawn by the user's name. */
    static FeatureVector vector(String user, long asOfMillis) {
        SplittableRandom random = new SplittableRandom(user.hashCode());
        float[] numbers = new float[Task.CHURN.numbers()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextDouble(2);
        }
        return new FeatureVector(user, asOfMillis, 1, false, "churn", new String[0], new int[0], numbers, 0, 0);
    }

    private static List<TrainingExample> examples(int count, SplittableRandom random) {
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            examples.add(new TrainingExample(
                    vector("u" + random.nextInt(1_000_000), 1_000L + i),
                    random.nextInt(2),
                    new String[0],
                    new float[0],
                    false));
        }
        return examples;
    }
}
