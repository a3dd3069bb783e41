package io.leeway.experiments.run;

import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.EvaluationTask;
import io.leeway.experiments.advertising.SimulatedAdvertising;
import io.leeway.experiments.churn.ChurnEvaluation;
import io.leeway.experiments.churn.SimulatedChurn;
import io.leeway.experiments.coupons.CouponEvaluation;
import io.leeway.experiments.demand.DemandEvaluation;
import io.leeway.experiments.drift.SimulatedDrift;
import io.leeway.experiments.nextcategory.NextCategoryEvaluation;
import io.leeway.experiments.nextitem.NextItemEvaluation;
import io.leeway.experiments.pricing.SimulatedPrices;
import io.leeway.experiments.recommendation.SimulatedRecommendation;
import io.leeway.experiments.uplift.UpliftEvaluation;
import io.leeway.experiments.winback.SimulatedWinBack;
import io.leeway.jobs.JobException;
import java.util.List;

/** Runs an evaluation by its task's name. */
public final class EvaluationRun {
    /** Every task, in the order in which help names them. */
    private static final List<EvaluationTask> TASKS = List.of(
            // One line a task.
            new ChurnEvaluation(),
            new UpliftEvaluation(),
            new CouponEvaluation(),
            new DemandEvaluation(),
            new NextCategoryEvaluation(),
            new NextItemEvaluation(),
            new SimulatedChurn(),
            new SimulatedDrift(),
            new SimulatedAdvertising(),
            new SimulatedPrices(),
            new SimulatedRecommendation(),
            new SimulatedWinBack());

    private EvaluationRun() {}

    /** The names of all tasks. */
    public static List<String> names() {
        return TASKS.stream().map(EvaluationTask::name).toList();
    }

    /** The formats that tasks read by themselves, beside those that can be imported. */
    public static List<String> formats() {
        return TASKS.stream()
                .flatMap(task -> task.readsDataset().stream())
                .distinct()
                .toList();
    }

    /**
     * The task of a name.
     *
     * @throws JobException naming all, where there is none
     */
    public static EvaluationTask task(String name) {
        return TASKS.stream()
                .filter(task -> task.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new JobException("Expected a --task of " + names() + ", found '" + name + "'"));
    }

    /** Evaluates. */
    public static Evaluation evaluate(String task, EvaluationInput input) throws Exception {
        return task(task).evaluate(input);
    }
}
