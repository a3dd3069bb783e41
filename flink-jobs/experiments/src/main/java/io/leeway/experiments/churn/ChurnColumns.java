package io.leeway.experiments.churn;

import io.leeway.evaluation.Metrics;
import io.leeway.evaluation.PurchaseHistory;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import java.util.List;

/** Reads the rules' inputs out of a churn vector, so that rules and model know the same. */
final class ChurnColumns {
    private static final int WEEKS = offset("weeks");
    private static final int WEEK_COUNT = 26;
    private static final int WEEK_WIDTH = 9;
    private static final int ACTIVE_DAYS = 8;
    private static final int RECENCY = offset("recency");
    private static final int SINCE_ACTIVITY = 0;
    private static final int SINCE_PURCHASE = 1;
    private static final int SINCE_FIRST = 3;
    private static final int FREQUENCY = offset("frequency");
    private static final int PURCHASES = 3;
    private static final int IMPRESSIONS = 7;
    private static final int PURCHASE_DAYS = 9;
    private static final int AMOUNT = offset("monetary");
    private static final int BETWEEN = offset("rhythm");

    private ChurnColumns() {}

    static boolean[] away(List<TrainingExample> examples) {
        return Metrics.which(examples, example -> example.returned() == 0);
    }

    static List<PurchaseHistory> histories(List<TrainingExample> examples, boolean purchases) {
        return examples.stream()
                .map(example -> history(example.features(), purchases))
                .toList();
    }

    static boolean bought(FeatureVector vector) {
        return vector.numbers()[FREQUENCY + PURCHASE_DAYS] > 0;
    }

    /** The shopper's purchases; where a shop has none, their activities instead. */
    static PurchaseHistory history(FeatureVector vector, boolean purchases) {
        return purchases ? purchases(vector.numbers()) : activities(vector.numbers());
    }

    private static PurchaseHistory purchases(float[] numbers) {
        double days = Math.rint(count(numbers[FREQUENCY + PURCHASE_DAYS]));
        return new PurchaseHistory(
                days,
                Math.rint(count(numbers[FREQUENCY + PURCHASES])),
                count(numbers[AMOUNT]),
                count(numbers[RECENCY + SINCE_PURCHASE]),
                Math.rint(numbers[BETWEEN] * (days - 1)));
    }

    private static PurchaseHistory activities(float[] numbers) {
        double days = 0;
        for (int week = 0; week < WEEK_COUNT; week++) {
            days += count(numbers[WEEKS + week * WEEK_WIDTH + ACTIVE_DAYS]);
        }
        double events = 0;
        for (int type = 0; type < PURCHASE_DAYS; type++) {
            events += type == IMPRESSIONS ? 0 : count(numbers[FREQUENCY + type]);
        }
        double since = count(numbers[RECENCY + SINCE_ACTIVITY]);
        return new PurchaseHistory(
                // Weeks reach back half a year only; a shopper active before it was so on one day
                // at least.
                Math.max(1, Math.rint(days)),
                Math.rint(events),
                count(numbers[AMOUNT]),
                since,
                Math.max(0, Math.floor(count(numbers[RECENCY + SINCE_FIRST]) - since)));
    }

    private static double count(float logOfOneMore) {
        return Math.expm1(logOfOneMore);
    }

    private static int offset(String name) {
        return Task.CHURN.offset(Task.CHURN.feature(name));
    }
}
