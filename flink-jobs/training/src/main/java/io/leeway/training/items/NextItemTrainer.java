package io.leeway.training.items;

import io.leeway.model.GoldenRows;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelManifest;
import io.leeway.model.SavedModel;
import io.leeway.model.TensorColumn;
import io.leeway.model.answers.ItemRanking;
import io.leeway.training.ModelFolder;
import io.leeway.training.TrainedModel;
import io.leeway.training.options.TrainingException;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Trains a model that ranks a shopper's next item, and publishes it as {@code <name>/<version>/}
 * with its golden rows and its manifest, for {@link ItemRanking}.
 *
 * <p>The same sequences and options give the same model, digest included, on the same machine.
 */
public record NextItemTrainer(NextItemOptions options, TrainingProgress listener) {
    private static final int GOLDEN_CANDIDATES = 8;
    /** Anonymous ones of any shop: golden rows are published with the model. */
    private static final int GOLDEN_ITEMS = 6;

    /**
     * Trains on all but the last item of each sequence; the last ones choose when to stop.
     *
     * @param sequences at least one of two items or more
     * @throws TrainingException where there is too little, or the folder cannot be written
     */
    public TrainedModel train(ItemSequences sequences, Path models, String name, long version) {
        if (sequences.sequences().stream().noneMatch(sequence -> sequence.length > 2)) {
            throw new TrainingException("Expected a shopper with three items or more to learn from, found none among "
                    + sequences.shoppers().size() + "; give longer sequences");
        }
        ItemFitting.Fitted fitted = new ItemFitting(options, listener).fit(sequences);
        try (ModelFolder folder = ModelFolder.begin(models, name, version)) {
            Path partial = folder.partial();
            int items = sequences.items().size();
            ItemExport.write(partial, options, items, fitted.variables());
            try (SavedModel model = SavedModel.load(partial, LoadOptions.anyModel())) {
                GoldenRows.record(model, ItemRanking.RANK, golden(items), 2).write(partial);
            }
            ModelManifest manifest = ManifestFile.seal(partial, manifest(sequences, name, version, fitted));
            // What serving would refuse must not be published.
            SavedModel.load(partial, LoadOptions.released()).close();
            return new TrainedModel(folder.publish(), manifest);
        } catch (IOException unwritable) {
            throw ModelFolder.unwritable(name, models, unwritable);
        }
    }

    private static Map<String, TensorColumn> golden(int items) {
        int[] history = new int[2 * NextItemOptions.LENGTH];
        int[] candidates = new int[2 * GOLDEN_CANDIDATES];
        for (int i = 0; i < GOLDEN_ITEMS; i++) {
            history[NextItemOptions.LENGTH - 1 - i] = 1 + i * 7 % items;
            history[2 * NextItemOptions.LENGTH - 1 - i] = i < 2 ? 1 + i * 3 % items : 0;
        }
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = i * 5 % (items + 1);
        }
        return Map.of(
                ItemRanking.HISTORY, new TensorColumn(history, List.of(NextItemOptions.LENGTH)),
                ItemRanking.CANDIDATES, new TensorColumn(candidates, List.of(GOLDEN_CANDIDATES)));
    }

    private ModelManifest manifest(ItemSequences sequences, String name, long version, ItemFitting.Fitted fitted) {
        Map<String, String> facts = new TreeMap<>();
        facts.put("architecture", "transformer-" + options.blocks() + "x" + options.width());
        facts.put("options", options.toString());
        facts.put("seed", Long.toString(options.seed()));
        facts.put("rows", Integer.toString(sequences.sequences().size()));
        facts.put("actions", Long.toString(sequences.actions()));
        facts.put("epoch", Integer.toString(fitted.epoch()));
        facts.put("again", Float.toString(fitted.variables().getOrDefault(Repeats.VARIABLE, new float[1])[0]));
        facts.put("steps", Long.toString(fitted.steps()));
        facts.put("parameters", Long.toString(fitted.parameters()));
        return new ModelManifest(
                name,
                version,
                ItemRanking.TASK,
                new ModelManifest.CallPlan(
                        ItemRanking.RANK,
                        Map.of(
                                ItemRanking.HISTORY,
                                ItemRanking.HISTORY,
                                ItemRanking.CANDIDATES,
                                ItemRanking.CANDIDATES),
                        ItemRanking.SCORES,
                        sequences.items()),
                0,
                "activity",
                Map.of(),
                new ModelManifest.TrainingEvidence(
                        facts, Map.of("validation.ndcg@10", fitted.ndcg(), "validation.recall@10", fitted.recall())),
                Map.of());
    }
}
