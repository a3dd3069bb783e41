package io.leeway.experiments.drift;

import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.features.AsOf;
import io.leeway.jobs.JobException;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.training.InterestTrainer;
import io.leeway.training.TrainedModel;
import io.leeway.training.card.ModelAnswers;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Drift of interest in a simulated shop: the model beside rules and the hidden interest. */
public record SimulatedDrift(int shoppers, int days, double rate, TrainingBudget budget) {
    private static final Duration HORIZON = Duration.ofDays(7);
    private static final Duration WARM_UP = Duration.ofDays(7);
    private static final Duration LATER = Duration.ofDays(9);

    public SimulatedDrift() {
        this(2000, SimulatedHistory.DAYS, 0.2, TrainingBudget.defaults());
    }

    public Evaluation evaluate(EvaluationInput given) throws Exception {
        ShopSettings settings =
                SimulatedHistory.settings(given.seed()).withShoppers(shoppers).withHistoryDays(days);
        Duration horizon = given.horizon() == null ? HORIZON : given.horizon();
        Instant end = settings.seam();
        Instant start = settings.historyStart().plus(WARM_UP);
        Instant cut = given.cut() == null ? end.minus(horizon).minus(LATER) : given.cut();
        if (!cut.plus(horizon).isBefore(end) || !start.plus(horizon).isBefore(cut)) {
            throw new JobException("Expected a --cut from a --horizon after " + start + " to one before " + end
                    + ", between which the shop is simulated, found " + cut + " and " + horizon.toDays() + " days");
        }
        EvaluationInput input = SimulatedHistory.written(given, new SimulatedShop(settings), "-shop");
        List<TrainingExample> examples =
                input.examples(Task.INTEREST, new AsOf.Requests(start, rate), end, horizon, false).stream()
                        .filter(TrainingExample::interestKnown)
                        .toList();
        TrainingSplit split = TrainingSplit.at(examples, cut.toEpochMilli(), horizon.toMillis());
        TrainedModel model = new InterestTrainer()
                .train(
                        split,
                        input.training(horizon, false, input.work(), budget, Hyperparameters.defaults()),
                        input.listener());
        input.listener().progress("hidden interest", 0, 1);
        DriftRows rows = new DriftRows(new SimulatedShop(settings));
        input.listener().progress("hidden interest", 1, 1);
        List<TrainingExample> earlier = split.train().stream()
                .filter(row -> row.features().asOfMillis()
                        >= cut.minus(horizon).minus(DriftRows.WINDOW).toEpochMilli())
                .toList();
        float[] popularity = rows.popularity(split.train());
        return new DriftReport(
                        settings,
                        horizon,
                        cut,
                        split,
                        rows,
                        answers(input, model, rows, earlier, popularity),
                        answers(input, model, rows, split.test(), popularity))
                .evaluation();
    }

    private static DriftAnswers answers(
            EvaluationInput input, TrainedModel model, DriftRows rows, List<TrainingExample> of, float[] popularity) {
        return DriftAnswers.of(
                rows,
                of,
                popularity,
                ModelAnswers.shares(
                        model.directory(),
                        of.stream().map(TrainingExample::features).toList(),
                        rows.categories(),
                        input.listener()));
    }
}
