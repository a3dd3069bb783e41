package io.leeway.shopper.reasons;

import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Turns a drift into words: which of a shopper's recent actions lead a model to the category that
 * gains most.
 *
 * <p>Actions are ids, so there is no straight line from a baseline to them. A category's actions
 * are left out instead, as if the shopper had never done them, and the model is asked again: what
 * its answer loses is what they contribute. These contributions need not add up to anything.
 */
public final class InterestReasons {
    /** Less is no reason: five hundredths of the probability. */
    private static final double LEAST = 0.05;

    private static final int LENGTH = Task.INTEREST.feature("action_category").width();
    private static final int CATEGORIES = Task.INTEREST.offset(Task.INTEREST.feature("action_category"));
    private static final int TYPES = Task.INTEREST.offset(Task.INTEREST.feature("action_type"));
    private static final int GAPS = Task.INTEREST.offset(Task.INTEREST.feature("action_gap"));
    private static final int KEPT =
            Task.INTEREST.feature("interest_short.names").width();
    private static final int NAMES = Task.INTEREST.offset(Task.INTEREST.feature("interest_short.names"));
    private static final int WEIGHTS = Task.INTEREST.offset(Task.INTEREST.feature("interest_short.weights"));

    private InterestReasons() {}

    /** The categories of the recent actions by the dictionary, each once, the latest first. */
    public static List<Integer> categories(FeatureValues values, int most) {
        Set<Integer> categories = new LinkedHashSet<>();
        for (int i = LENGTH - 1; i >= 0 && categories.size() < most; i--) {
            int category = values.ids()[CATEGORIES + i];
            if (category != 0) {
                categories.add(category);
            }
        }
        return List.copyOf(categories);
    }

    /** The features without the recent actions and the short-term interest of a category. */
    public static FeatureValues without(FeatureValues values, int category) {
        int[] ids = values.ids().clone();
        float[] numbers = values.numbers().clone();
        int to = LENGTH - 1;
        for (int from = LENGTH - 1; from >= 0; from--) {
            if (values.ids()[CATEGORIES + from] != category) {
                ids[CATEGORIES + to] = values.ids()[CATEGORIES + from];
                ids[TYPES + to] = values.ids()[TYPES + from];
                numbers[GAPS + to] = values.numbers()[GAPS + from];
                to--;
            }
        }
        for (; to >= 0; to--) {
            ids[CATEGORIES + to] = 0;
            ids[TYPES + to] = 0;
            numbers[GAPS + to] = 0;
        }
        int kept = 0;
        double sum = 0;
        for (int i = 0; i < KEPT; i++) {
            if (values.ids()[NAMES + i] != category) {
                ids[NAMES + kept] = values.ids()[NAMES + i];
                numbers[WEIGHTS + kept] = values.numbers()[WEIGHTS + i];
                sum += numbers[WEIGHTS + kept];
                kept++;
            }
        }
        for (int i = 0; i < KEPT; i++) {
            ids[NAMES + i] = i < kept ? ids[NAMES + i] : 0;
            numbers[WEIGHTS + i] = i < kept && sum > 0 ? (float) (numbers[WEIGHTS + i] / sum) : 0;
        }
        return new FeatureValues(values.dictionary(), ids, numbers);
    }

    /**
     * The reasons for a drift, the weightiest first. Of equal contributions the category of the
     * later action comes first.
     *
     * @param categories some of {@link #categories}
     * @param contributions of each, the logarithm of the answer with its actions by the answer
     *     without
     * @param most how many at most
     */
    public static List<Reason> of(FeatureValues values, List<Integer> categories, double[] contributions, int most) {
        List<Integer> weighty = new ArrayList<>();
        for (int i = 0; i < contributions.length; i++) {
            if (contributions[i] >= LEAST) {
                weighty.add(i);
            }
        }
        weighty.sort(Comparator.comparingDouble(i -> -contributions[i]));
        return weighty.stream()
                .limit(most)
                .map(i -> reason(values, categories.get(i), (float) contributions[i]))
                .toList();
    }

    private static Reason reason(FeatureValues values, int category, float contribution) {
        int[] counts = new int[EventType.values().length + 1];
        double[] latestHours = new double[counts.length];
        for (int i = 0; i < LENGTH; i++) {
            if (values.ids()[CATEGORIES + i] == category) {
                int type = values.ids()[TYPES + i];
                counts[type]++;
                latestHours[type] = Math.expm1(values.numbers()[GAPS + i]) + 1e-3;
            }
        }
        int type = EventType.VIEW.code();
        for (int other = type; other < counts.length; other++) {
            type = counts[other] > counts[type] ? other : type;
        }
        int count = counts[type];
        String did = String.format(Locale.ROOT, verb(type), values.dictionary()[category - 1]);
        String ago = ago(latestHours[type]);
        String words = count == 1 ? did + " " + ago : did + " " + count + " times, last " + ago;
        return new Reason(code(type), words, "action_category", count, contribution);
    }

    private static String ago(double hours) {
        if (hours < 1) {
            return "less than an hour ago";
        }
        return hours < 48 ? TimeSpanText.counted((long) hours, "hour") + " ago" : TimeSpanText.ago(hours / 24);
    }

    private static String code(int type) {
        return switch (EventType.ofCode(type)) {
            case CART -> "carted";
            case FAVOURITE -> "favourited";
            case PURCHASE -> "bought";
            case RETURN -> "sent-back";
            case REVIEW -> "reviewed";
            case SOCIAL -> "shared";
            case AD_CLICK -> "ad-clicked";
            default -> "viewed";
        };
    }

    private static String verb(int type) {
        return switch (EventType.ofCode(type)) {
            case CART -> "put %s in the cart";
            case FAVOURITE -> "favourited %s";
            case PURCHASE -> "bought %s";
            case RETURN -> "sent %s back";
            case REVIEW -> "reviewed %s";
            case SOCIAL -> "liked or shared %s";
            case AD_CLICK -> "clicked ads for %s";
            default -> "viewed %s";
        };
    }
}
