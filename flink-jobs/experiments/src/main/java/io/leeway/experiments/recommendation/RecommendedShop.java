package io.leeway.experiments.recommendation;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.decisions.recommendation.ShopperItems;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.experiments.drift.DriftRows;
import io.leeway.features.AsOf;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.RecommendJob;
import io.leeway.records.CatalogueItem;
import io.leeway.records.RankedSlate;
import io.leeway.records.ShopAction;
import io.leeway.records.TrainingExample;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.InterestScores;
import io.leeway.simulator.shoppers.ShopItem;
import io.leeway.simulator.truth.TasteTruth;
import io.leeway.training.InterestTrainer;
import io.leeway.training.TrainedModel;
import io.leeway.training.card.ModelAnswers;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.items.ItemSequences;
import io.leeway.training.items.NextItemOptions;
import io.leeway.training.items.NextItemTrainer;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * A simulated shop with taste, its models, trained on what was known at the cut, and the slates
 * that the recommending job makes and ranks after it.
 *
 * @param cut models know nothing later
 * @param ranked by score, of the instants after the cut
 */
record RecommendedShop(
        long seed,
        List<ShopAction> actions,
        TasteTruth truth,
        Map<String, ShopItem> catalogue,
        Instant cut,
        List<RankedSlate> ranked) {
    private static final Duration HORIZON = Duration.ofDays(7);
    private static final Duration WARM_UP = Duration.ofDays(21);
    private static final Duration LATER = Duration.ofDays(7);
    private static final int NEXT = 10;
    private static final int MOVES = 3;
    private static final float MOVING = 0.05f;

    static RecommendedShop of(EvaluationInput given, SimulatedShop shop, double rate, RecommendationOptions options)
            throws Exception {
        Instant end = shop.settings().seam();
        Instant cut = end.minus(HORIZON).minus(LATER);
        List<ShopAction> actions = actions(shop);
        Path items = items(given, actions, cut, shop.settings().seed());
        List<InterestScore> scores = scores(given, shop, cut, rate);
        TasteTruth truth = shop.tastes().orElseThrow();
        Map<String, ShopItem> catalogue = new LinkedHashMap<>();
        truth.items().forEach(item -> catalogue.put(item.item(), item));
        given.listener().progress("recommending", 0, 1);
        List<RankedSlate> ranked = ranked(given, actions, scores, truth, items, options);
        given.listener().progress("recommending", 1, 1);
        return new RecommendedShop(shop.settings().seed(), actions, truth, catalogue, cut, ranked);
    }

    private static List<ShopAction> actions(SimulatedShop shop) throws MalformedEventException {
        List<ShopAction> actions = new ArrayList<>();
        for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
            ShopperEvent event = EventJson.read(history.next().value());
            actions.add(ShopAction.of(event, event.eventTimeMillis()));
        }
        return actions;
    }

    /** The ranking model, of what shoppers turned to before the cut. */
    private static Path items(EvaluationInput given, List<ShopAction> actions, Instant cut, long seed) {
        Map<String, List<String>> turns = new TreeMap<>();
        for (ShopAction action : actions) {
            if (action.timeMillis() < cut.toEpochMilli() && ShopperItems.isTurning(action)) {
                List<String> of = turns.computeIfAbsent(action.userId(), user -> new ArrayList<>());
                if (of.isEmpty() || !of.get(of.size() - 1).equals(action.item())) {
                    of.add(action.item());
                }
            }
        }
        Map<String, List<String>> pieces = new LinkedHashMap<>();
        turns.forEach((user, of) -> {
            for (int to = of.size(); to > 2; to -= NextItemOptions.LENGTH) {
                pieces.put(user + "#" + to, of.subList(Math.max(0, to - NextItemOptions.LENGTH - 1), to));
            }
        });
        TrainedModel model = new NextItemTrainer(
                        new NextItemOptions(seed, 48, 1, 2, 0.2, 3e-3, 0, 1024, 30, 3, 2), given.listener())
                .train(ItemSequences.of(pieces), given.work(), "items-" + seed, 1);
        return model.directory();
    }

    /** Interest scores, as the scoring job makes them, of a share of the requests after the cut. */
    private static List<InterestScore> scores(EvaluationInput given, SimulatedShop shop, Instant cut, double rate)
            throws Exception {
        EvaluationInput input =
                SimulatedHistory.written(given, shop, "-shop-" + shop.settings().seed());
        List<TrainingExample> examples = input
                .examples(
                        Task.INTEREST,
                        new AsOf.Requests(shop.settings().historyStart().plus(WARM_UP), rate),
                        shop.settings().seam(),
                        HORIZON,
                        false)
                .stream()
                .filter(TrainingExample::interestKnown)
                .toList();
        TrainingSplit split = TrainingSplit.at(examples, cut.toEpochMilli(), HORIZON.toMillis());
        TrainedModel model = new InterestTrainer()
                .train(
                        split,
                        input.training(
                                HORIZON,
                                false,
                                input.work().resolve("shop-" + shop.settings().seed()),
                                TrainingBudget.defaults(),
                                Hyperparameters.defaults()),
                        input.listener());
        DriftRows rows = new DriftRows(shop);
        List<TrainingExample> test = split.test();
        float[][] shares = ModelAnswers.shares(
                model.directory(),
                test.stream().map(TrainingExample::features).toList(),
                rows.categories(),
                input.listener());
        List<InterestScore> scores = new ArrayList<>();
        for (int row = 0; row < test.size(); row++) {
            scores.add(
                    score(test.get(row), shares[row], rows.known(test.get(row), "interest_long"), rows.categories()));
        }
        return scores;
    }

    private static InterestScore score(
            TrainingExample example, float[] shares, float[] known, List<String> categories) {
        double[] predicted = new double[shares.length];
        double[] gains = new double[shares.length];
        for (int i = 0; i < gains.length; i++) {
            predicted[i] = shares[i];
            gains[i] = shares[i] - known[i];
        }
        String user = example.features().userId();
        long asOf = example.features().asOfMillis();
        return InterestScores.score(
                user + "@" + asOf,
                user,
                asOf,
                example.features().triggers(),
                0,
                List.of(),
                InterestScores.largest(categories, gains, MOVES, 1, MOVING),
                InterestScores.largest(categories, predicted, NEXT, 1, 0));
    }

    private static List<RankedSlate> ranked(
            EvaluationInput given,
            List<ShopAction> actions,
            List<InterestScore> scores,
            TasteTruth truth,
            Path items,
            RecommendationOptions options)
            throws Exception {
        StreamExecutionEnvironment env = given.environment().get();
        CatalogueItem[] catalogue = truth.items().stream()
                .map(item -> new CatalogueItem(
                        item.item(),
                        item.category(),
                        item.price(),
                        item.stock(),
                        item.addedAt().toEpochMilli(),
                        item.usedUp(),
                        item.addedAt().toEpochMilli(),
                        false))
                .toArray(CatalogueItem[]::new);
        List<RankedSlate> ranked = new ArrayList<>();
        try (CloseableIterator<RankedSlate> made = RecommendJob.ranked(
                        timed(
                                env.fromData(ShopAction.class, actions.toArray(ShopAction[]::new)),
                                (of, ignored) -> of.timeMillis()),
                        timed(
                                env.fromData(ScoreUpdate.class, scores.toArray(ScoreUpdate[]::new)),
                                (of, ignored) -> of.asOfMillis()),
                        timed(env.fromData(CatalogueItem.class, catalogue), (of, ignored) -> of.fromMillis()),
                        items,
                        options,
                        PipelineHooks.PLAIN)
                .executeAndCollect("leeway recommend")) {
            made.forEachRemaining(ranked::add);
        }
        ranked.sort(Comparator.comparing((RankedSlate of) -> of.slate().userId())
                .thenComparing(of -> of.slate().asOfMillis()));
        return ranked;
    }

    /** With event times, and no watermark before the end. */
    private static <T> DataStream<T> timed(DataStream<T> all, SerializableTimestampAssigner<T> times) {
        return all.assignTimestampsAndWatermarks(
                WatermarkStrategy.<T>noWatermarks().withTimestampAssigner(times));
    }
}
