package io.leeway.experiments.run;

import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.advertising.SimulatedAdvertising;
import io.leeway.experiments.churn.ChurnEvaluation;
import io.leeway.experiments.churn.PrivateChurn;
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
import io.leeway.sources.importers.ItemSequenceFile;
import java.util.List;

/** Runs an evaluation by its task's name. */
public final class EvaluationRun {
    /** Every task, in the order in which help names them. */
    private static final List<EvaluationTask> TASKS = List.of(
            ofHistory("churn", new ChurnEvaluation()::evaluate),
            ofHistory("churn-privacy", new PrivateChurn()::evaluate),
            ofDataset("uplift", "hillstrom", new UpliftEvaluation()::evaluate),
            ofDataset("coupon-redemption", "complete-journey", new CouponEvaluation()::evaluate),
            ofDataset("demand", "complete-journey", new DemandEvaluation()::evaluate),
            ofHistory("next-category", new NextCategoryEvaluation()::evaluate),
            ofDataset("next-item", ItemSequenceFile.FORMAT, new NextItemEvaluation()::evaluate),
            simulated("simulated-churn", new SimulatedChurn()::evaluate),
            simulated("simulated-drift", new SimulatedDrift()::evaluate),
            simulated("simulated-advertising", new SimulatedAdvertising()::evaluate),
            simulated("simulated-prices", new SimulatedPrices()::evaluate),
            simulated("simulated-recommendation", new SimulatedRecommendation()::evaluate),
            simulated("simulated-win-back", new SimulatedWinBack()::evaluate));

    /**
     * A question on which a model is held against the rules it must beat.
     *
     * @param name for {@code --task}
     * @param readsHistory whether it reads a history; a task that makes its own needs neither
     *     dataset nor history
     * @param readsDataset the formats, as {@code --format} names them, whose datasets it reads by
     *     itself: what it asks about is no history of events. Where there is one, the task needs
     *     {@link EvaluationInput#dataset()} in one of them and takes no history
     */
    public record EvaluationTask(String name, boolean readsHistory, List<String> readsDataset, Evaluating evaluating) {}

    /** Makes examples, trains on what could be known, and compares on what came later. */
    @FunctionalInterface
    public interface Evaluating {
        /** @throws JobException where history does not suffice, in one line for people */
        Evaluation evaluate(EvaluationInput input) throws Exception;
    }

    private EvaluationRun() {}

    private static EvaluationTask ofHistory(String name, Evaluating evaluating) {
        return new EvaluationTask(name, true, List.of(), evaluating);
    }

    private static EvaluationTask ofDataset(String name, String format, Evaluating evaluating) {
        return new EvaluationTask(name, true, List.of(format), evaluating);
    }

    private static EvaluationTask simulated(String name, Evaluating evaluating) {
        return new EvaluationTask(name, false, List.of(), evaluating);
    }

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

    public static Evaluation evaluate(String task, EvaluationInput input) throws Exception {
        return task(task).evaluating().evaluate(input);
    }
}
