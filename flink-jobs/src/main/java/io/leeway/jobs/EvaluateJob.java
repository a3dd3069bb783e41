package io.leeway.jobs;

import io.leeway.evaluation.Evaluation;
import io.leeway.jobs.coupons.CouponEvaluation;
import io.leeway.jobs.demand.DemandEvaluation;
import io.leeway.jobs.uplift.UpliftEvaluation;
import java.util.List;

/** Runs an evaluation by its task's name. */
public final class EvaluateJob {

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

    private EvaluateJob() {}

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
