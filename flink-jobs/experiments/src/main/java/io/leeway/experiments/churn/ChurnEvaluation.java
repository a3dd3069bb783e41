package io.leeway.experiments.churn;

import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.features.AsOf;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.dataset.PurchaseSearch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Will a shopper who bought before buy within the horizon? Asked at the last cut that history
 * answers, and at earlier ones, each of a model that was trained only on labels that had ended by
 * then.
 */
public final class ChurnEvaluation {
    public Evaluation evaluate(EvaluationInput input) throws Exception {
        boolean purchases = PurchaseSearch.anyIn(input.requireHistory());
        ChurnCuts cuts = ChurnCuts.of(input.index(), input.cut(), input.horizon(), input.origins());
        List<TrainingExample> examples = examples(input, cuts, purchases);
        List<ChurnOrigin> origins = new ArrayList<>();
        for (Instant cut : cuts.asked()) {
            origins.add(new ChurnOrigin(cut, cuts, examples, purchases, before(origins, cuts, cut)).run(input));
        }
        return new ChurnReport(input, cuts, origins, purchases).evaluation();
    }

    /** Every shopper of whom something is known at a cut, who bought if purchases count. */
    static List<TrainingExample> examples(EvaluationInput input, ChurnCuts cuts, boolean purchases) throws Exception {
        return input
                .examples(Task.CHURN, new AsOf.Cuts(cuts.all()), input.index().to(), cuts.horizon(), purchases)
                .stream()
                .filter(example -> example.returned() >= 0)
                .filter(example -> !purchases || ChurnColumns.bought(example.features()))
                .toList();
    }

    /** The latest of the cuts that were asked whose answers were known by another. */
    private static @Nullable ChurnOrigin before(List<ChurnOrigin> origins, ChurnCuts cuts, Instant cut) {
        ChurnOrigin latest = null;
        for (ChurnOrigin origin : origins) {
            if (!origin.cut().plus(cuts.horizon()).isAfter(cut)) {
                latest = origin;
            }
        }
        return latest;
    }
}
