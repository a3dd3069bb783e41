package io.leeway.decisions;

import io.leeway.decisions.winback.WinBackModel;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.records.ReleaseRole;
import io.leeway.records.ShopAction;
import io.leeway.records.Treatment;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Shoppers at random whose churn scores wander around the levels of a warning, with purchases, interest scores, erasures and objections between them; many at one instant.
 *
 * @param actions in order of time
 * @param scores of both tasks, in order of time
 */
record WinBackInput(List<ShopAction> actions, List<ShopperScore> scores) {
    static final WinBackOptions OPTIONS = new WinBackOptions(
            0.6,
            0.4,
            Duration.ofDays(2),
            Duration.ofDays(3),
            0.2,
            0.3,
            120,
            Duration.ofDays(2),
            false,
            Duration.ofDays(60),
            11);

    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    private static final EventType[] TYPES = {
        EventType.VIEW,
        EventType.VIEW,
        EventType.PURCHASE,
        EventType.AD_IMPRESSION,
        EventType.AD_CLICK,
        EventType.REVIEW
    };

    static WinBackInput random(long seed, int shoppers, int days) {
        Random random = new Random(seed);
        long begin = BEGIN.toEpochMilli();
        // Few instants, so that records meet.
        long step = Duration.ofHours(1).toMillis();
        int steps = 24 * days;
        List<ShopAction> actions = new ArrayList<>();
        List<ShopperScore> scores = new ArrayList<>();
        for (int shopper = 0; shopper < shoppers; shopper++) {
            String user = "u" + shopper;
            for (int i = 0; i < 3 * days; i++) {
                long at = begin + random.nextInt(steps) * step;
                EventType type = TYPES[random.nextInt(TYPES.length)];
                actions.add(new ShopAction(user + "-" + i, type.code(), user, "item", "shop/a", at, at));
            }
            double probability = random.nextDouble();
            for (int at = random.nextInt(8); at < steps; at += 1 + random.nextInt(12)) {
                probability = Math.min(0.99, Math.max(0.01, probability + 0.3 * random.nextGaussian()));
                scores.add(score(Task.CHURN, user, begin + at * step, (float) probability, random));
                if (random.nextInt(3) == 0) {
                    scores.add(score(Task.INTEREST, user, begin + at * step, 0.5f, random));
                }
            }
            if (shopper % 5 == 4) {
                long at = begin + (steps / 2 + random.nextInt(steps / 4)) * step;
                actions.add(new ShopAction("erase-" + user, EventType.ERASE.code(), user, "", "", at, at));
            }
            if (shopper % 5 == 3 || shopper % 10 == 4) {
                long at = begin + (steps / 4 + random.nextInt(steps / 4)) * step;
                actions.add(new ShopAction("objection-" + user, EventType.OBJECTION.code(), user, "", "", at, at));
                if (shopper % 2 == 1) {
                    long back = at + random.nextInt(steps / 4) * step + step / 2;
                    actions.add(new ShopAction("consent-" + user, EventType.CONSENT.code(), user, "", "", back, back));
                }
            }
        }
        actions.sort(Comparator.comparingLong(ShopAction::timeMillis).thenComparing(ShopAction::eventId));
        scores.sort(Comparator.comparingLong(ShopperScore::asOfMillis).thenComparing(ShopperScore::id));
        return new WinBackInput(actions, scores);
    }

    private static ShopperScore score(Task task, String user, long at, float value, Random random) {
        boolean moves = task == Task.INTEREST && random.nextBoolean();
        ScoreOrigin origin = new ScoreOrigin(
                task.id() + "-" + user + "-" + at,
                user,
                at,
                1,
                new ScoringModel(task.id(), 1, ReleaseRole.ACTIVE, ""),
                "",
                false);
        List<Reason> reasons = List.of(new Reason("silent", "silent for 5 weeks", "recency.activity", 35, 0.4f));
        List<CategoryShare> to = moves ? List.of(new CategoryShare("shop/c" + random.nextInt(3), 0.2f)) : List.of();
        return switch (task) {
            case CHURN -> new ChurnScore(origin, value, reasons, ScoreHeaders.NONE);
            case INTEREST -> new InterestScore(origin, value, List.of(), to, List.of(), reasons, ScoreHeaders.NONE);
        };
    }

    /** A model that makes every treatment the best of somebody. */
    static String model() {
        Random random = new Random(3);
        int rows = 1200;
        int levels = Treatment.values().length;
        double[][] features = new double[rows][WinBackModel.FEATURES.size()];
        int[] treatments = new int[rows];
        double[] margins = new double[rows];
        double[] returned = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < features[row].length; i++) {
                features[row][i] = 3 * random.nextGaussian();
            }
            treatments[row] = row % levels;
            double uplift = treatments[row] == 0 ? 0 : 0.3 + 0.4 * features[row][treatments[row] % 4];
            returned[row] = random.nextDouble() < 1 / (1 + Math.exp(-uplift)) ? 1 : 0;
            margins[row] = returned[row] * 60;
        }
        return WinBackModel.learn(features, treatments, margins, returned, 4);
    }
}
