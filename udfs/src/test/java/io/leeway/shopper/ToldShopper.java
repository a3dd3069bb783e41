package io.leeway.shopper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * A shopper's events, told by how long ago they were, and whether what is said of the shopper is
 * true of them: plainly, event by event, without any feature.
 */
public final class ToldShopper {

    /** Every kind of reason. */
    public static final Set<String> CODES = Set.of(
            "silent",
            "overdue",
            "no-purchase",
            "spend-down",
            "visits-down",
            "cart-left",
            "carts-down",
            "few-purchases",
            "returns-up",
            "returns-high",
            "ratings-down",
            "ratings-bad",
            "social-down",
            "ads-ignored",
            "new",
            "active",
            "in-rhythm",
            "bought",
            "spend-up",
            "visits-up",
            "cart",
            "many-purchases",
            "no-returns",
            "ratings-good",
            "social",
            "ads",
            "known");

    private static final double DAY = 86_400_000;
    private static final Predicate<ShopperEvent> WISH =
            event -> event.type() == EventType.CART || event.type() == EventType.FAVOURITE;

    private final long asOf;
    private final List<ShopperEvent> events = new ArrayList<>();

    public ToldShopper(long asOf) {
        this.asOf = asOf;
    }

    public ToldShopper daysAgo(double days, EventType type) {
        return add(days, type, 0, 0);
    }

    public ToldShopper bought(double days, double price) {
        return add(days, EventType.PURCHASE, price, 0);
    }

    public ToldShopper rated(double days, double rating) {
        return add(days, EventType.REVIEW, 0, rating);
    }

    private ToldShopper add(double days, EventType type, double price, double rating) {
        events.add(new ShopperEvent(
                "e" + events.size(),
                type,
                "u",
                null,
                null,
                price,
                null,
                1,
                rating,
                type == EventType.SOCIAL ? SocialAction.LIKE : null,
                null,
                asOf - Math.round(days * DAY)));
        return this;
    }

    /**
     * A shopper with phases: each has its own pace and its own mix of events. None is so long ago
     * that it would be forgotten.
     */
    public static ToldShopper random(long asOf, SplittableRandom random) {
        ToldShopper shopper = new ToldShopper(asOf);
        double day = Math.exp(random.nextDouble(0, 5.9));
        EventType[] types = Arrays.stream(EventType.values())
                .filter(type -> !type.isRequest())
                .toArray(EventType[]::new);
        while (day > 0) {
            double end = random.nextInt(3) == 0 ? 0 : day * random.nextDouble();
            double pace = Math.exp(random.nextDouble(-2, 3.5));
            double badMood = random.nextDouble();
            int first = random.nextInt(types.length);
            int mix = 1 + random.nextInt(types.length);
            for (; day > end; day -= pace * random.nextDouble(0.5, 1.5)) {
                EventType type = types[(first + random.nextInt(mix)) % types.length];
                double price = random.nextInt(10) == 0 ? 0 : random.nextDouble(1, 60);
                shopper.add(day, type, price, 1 + 4 * Math.pow(random.nextDouble(), 3 * badMood));
            }
            day = random.nextInt(3) == 0 ? 0 : Math.min(day, end * random.nextDouble());
        }
        if (shopper.events.stream().noneMatch(event -> event.type().isActivity())) {
            shopper.daysAgo(random.nextDouble(0, 60), EventType.VIEW);
        }
        return shopper;
    }

    /** The churn features as of now. */
    public float[] numbers() {
        return profile(asOf, events).values(Task.CHURN, asOf).numbers();
    }

    /** What is kept of a shopper after these events. */
    public static ShopperProfile profile(long asOf, List<ShopperEvent> events) {
        ShopperProfile profile = new ShopperProfile(ProfileSettings.DEFAULTS);
        List<PendingEvent> pending = new ArrayList<>(
                events.stream().map(event -> new PendingEvent(event, 0)).toList());
        pending.sort(PendingEvent.ORDER);
        profile.advanceTo(asOf, pending, new ShopperProfile.Listener() {
            @Override
            public void due(long asOfMillis, int triggers, ShopperProfile due) {}

            @Override
            public void applied(ShopperEvent event) {}

            @Override
            public void duplicate(ShopperEvent event) {
                throw new AssertionError(event);
            }

            @Override
            public void tooMany(ShopperEvent event) {
                throw new AssertionError(event);
            }

            @Override
            public void erased(ShopperEvent event) {
                throw new AssertionError(event);
            }

            @Override
            public void objected(ShopperEvent event) {
                throw new AssertionError(event);
            }
        });
        return profile;
    }

    private double since(Predicate<ShopperEvent> which) {
        return events.stream()
                .filter(which)
                .mapToDouble(event -> (asOf - event.eventTimeMillis()) / DAY)
                .min()
                .orElse(Double.NaN);
    }

    private double known() {
        return events.stream()
                .mapToDouble(event -> (asOf - event.eventTimeMillis()) / DAY)
                .max()
                .orElseThrow();
    }

    private static Predicate<ShopperEvent> of(EventType type) {
        return event -> event.type() == type;
    }

    private long count(Predicate<ShopperEvent> which) {
        return events.stream().filter(which).count();
    }

    private List<ShopperEvent> weeks(int youngest, int oldest, Predicate<ShopperEvent> which) {
        long now = Math.floorDiv(asOf, (long) (7 * DAY));
        return events.stream()
                .filter(which)
                .filter(event -> {
                    long back = now - Math.floorDiv(event.eventTimeMillis(), (long) (7 * DAY));
                    return back >= youngest && back < oldest;
                })
                .toList();
    }

    private double rating(int youngest, int oldest) {
        double sum = 0;
        int rated = 0;
        for (int week = youngest; week < oldest; week++) {
            List<ShopperEvent> reviews = weeks(week, week + 1, of(EventType.REVIEW));
            sum += reviews.stream().mapToDouble(ShopperEvent::rating).average().orElse(0);
            rated += reviews.isEmpty() ? 0 : 1;
        }
        return rated == 0 ? 0 : sum / rated;
    }

    /** Fails where the reason's words or value don't hold of the events. */
    public void assertTrue(Reason reason) {
        String words = reason.words();
        double bought = since(of(EventType.PURCHASE));
        long purchases = count(of(EventType.PURCHASE));
        switch (reason.code()) {
            case "silent" ->
                span(reason, "silent for ", since(event -> event.type().isActivity()), "", 7);
            case "active" -> span(reason, "active ", since(event -> event.type().isActivity()), " ago", 0);
            case "no-purchase" -> span(reason, "no purchase for ", bought, "", 28);
            case "bought" -> span(reason, "bought ", bought, " ago", 0);
            case "overdue" -> {
                double gaps = Math.min(20, bought / gap());
                assertThat(reason.value()).isCloseTo(gaps, within(1e-3)).isGreaterThanOrEqualTo(1.5);
                assertThat(words).matches("a purchase overdue: [\\d.]+ × the usual \\d+ days?");
                assertThat(figure(words, 0)).isCloseTo(gaps, within(0.06));
                assertThat(figure(words, 1)).isCloseTo(gap(), within(0.51));
            }
            case "in-rhythm" -> {
                assertThat(bought / gap())
                        .isCloseTo(reason.value(), within(1e-3))
                        .isLessThanOrEqualTo(1.0001);
                assertThat(figure(words, 0)).isCloseTo(gap(), within(0.51));
            }
            case "spend-down", "spend-up" -> trend(reason, of(EventType.PURCHASE), true);
            case "visits-down", "visits-up" ->
                trend(reason, event -> event.type().isActivity(), false);
            case "carts-down" -> trend(reason, WISH, false);
            case "social-down" -> trend(reason, of(EventType.SOCIAL), false);
            case "cart-left" -> {
                span(reason, "cart or favourite of ", since(WISH), " ago, nothing bought since", 3);
                assertThat(purchases == 0 || since(WISH) < bought).isTrue();
            }
            case "cart" -> span(reason, "cart or favourite ", since(WISH), " ago", 0);
            case "few-purchases" -> {
                assertThat(purchases).isLessThanOrEqualTo(2).isEqualTo((long) reason.value());
                assertThat(words).startsWith(purchases == 0 ? "no purchase" : "only " + purchases + " purchase");
            }
            case "many-purchases" -> assertThat(words).isEqualTo(purchases + " purchases so far");
            case "returns-up" -> {
                int lately = weeks(0, 4, of(EventType.RETURN)).size();
                int before = weeks(4, 12, of(EventType.RETURN)).size();
                assertThat(words).startsWith("returns up: " + lately + " in the last 4 weeks, " + before + " in the ");
                assertThat(lately / weeksLately()).isGreaterThan(before / weeksBefore());
            }
            case "returns-high" -> {
                double share = amount(events, EventType.RETURN) / amount(events, EventType.PURCHASE);
                assertThat(figure(words, 0))
                        .isCloseTo(100 * Math.min(1, share), within(0.51))
                        .isGreaterThanOrEqualTo(20);
            }
            case "no-returns" -> assertThat(count(of(EventType.RETURN))).isZero();
            case "ratings-down" -> {
                assertThat(figure(words, 0))
                        .isCloseTo(rating(0, 8), within(0.06))
                        .isLessThanOrEqualTo(3.5);
                assertThat(figure(words, 2)).isCloseTo(rating(8, 26), within(0.06));
                assertThat(rating(8, 26) - rating(0, 8)).isGreaterThan(0.999);
            }
            case "ratings-bad", "ratings-good" -> {
                double mean = events.stream()
                        .filter(of(EventType.REVIEW))
                        .mapToDouble(ShopperEvent::rating)
                        .average()
                        .orElse(Double.NaN);
                assertThat(figure(words, 0)).isCloseTo(mean, within(0.06));
                assertThat(mean <= 3.0001).isEqualTo(reason.code().equals("ratings-bad"));
            }
            case "social" -> times(reason, count(of(EventType.SOCIAL)));
            case "ads" -> times(reason, count(of(EventType.AD_CLICK)));
            case "ads-ignored" -> {
                assertThat(count(of(EventType.AD_CLICK))).isZero();
                assertThat(words).isEqualTo("saw " + count(of(EventType.AD_IMPRESSION)) + " ads and clicked none");
            }
            case "new" -> {
                assertThat(known()).isLessThan(42);
                span(reason, "new: first seen ", known(), " ago", 0);
            }
            case "known" -> span(reason, "known for ", known(), "", 180);
            default -> throw new AssertionError("No reading of " + reason);
        }
    }

    private static void times(Reason reason, long count) {
        assertThat(reason.words()).endsWith(count == 1 ? " once" : " " + count + " times");
        assertThat(reason.value()).isEqualTo(count);
    }

    /** "5 weeks" are at least 5 of them, and not yet 6. */
    private static void span(Reason reason, String before, double days, String behind, double least) {
        assertThat(reason.value()).isCloseTo(days, within(0.002)).isGreaterThanOrEqualTo(least);
        assertThat(reason.words()).startsWith(before).endsWith(behind);
        String span = reason.words().substring(before.length(), reason.words().length() - behind.length());
        if (span.equals("less than a day")) {
            assertThat(days).isLessThan(1);
            return;
        }
        double unit =
                switch (span.replaceAll("[\\d ]|s$", "")) {
                    case "day" -> 1;
                    case "week" -> 7;
                    case "month" -> 365.25 / 12;
                    case "year" -> 365.25;
                    default -> throw new AssertionError(span);
                };
        double count = Double.parseDouble(span.replaceAll("\\D", ""));
        assertThat(days).as(span).isBetween(count * unit - 0.01, (count + 1) * unit + 0.01);
    }

    private double weeksLately() {
        return 3 + Math.floorMod(asOf, (long) (7 * DAY)) / (7 * DAY);
    }

    private double weeksBefore() {
        return Math.min(8, known() / 7 - weeksLately());
    }

    private void trend(Reason reason, Predicate<ShopperEvent> which, boolean amounts) {
        assertThat(weeksBefore()).isGreaterThan(1.99);
        double lately = much(weeks(0, 4, which), reason, amounts) / weeksLately();
        double before = much(weeks(4, 12, which), reason, amounts) / weeksBefore();
        double ratio = lately / before;
        assertThat(reason.value()).isCloseTo(lately, within(1e-3 + 1e-4 * lately));
        String words = reason.words();
        if (reason.code().endsWith("-down")) {
            assertThat(ratio).isLessThan(0.751);
        } else {
            assertThat(ratio).isGreaterThan(1.249);
        }
        if (words.contains(" halved")) {
            assertThat(ratio).isBetween(0.449, 0.551);
        } else if (words.contains(" doubled")) {
            assertThat(ratio).isBetween(1.89, 2.11);
        } else if (words.contains(" down ")) {
            assertThat(figure(words, 0)).isCloseTo(100 * (1 - ratio), within(0.6));
        } else if (words.contains(" up ")) {
            assertThat(figure(words, 0)).isCloseTo(100 * (ratio - 1), within(0.7));
        } else if (words.contains(" for ")) {
            double silent = figure(words, 0);
            assertThat(lately).isZero();
            assertThat(since(which.and(event -> !amounts || event.amount() > 0)))
                    .isGreaterThanOrEqualTo(7 * silent);
            assertThat(figure(words, 1)).isCloseTo(before, within(0.06 + before * 0.01));
        } else {
            assertThat(words).contains(" × what it was");
            assertThat(figure(words, 0)).isCloseTo(ratio, within(0.06 + ratio * 0.01));
        }
    }

    private static double much(List<ShopperEvent> events, Reason reason, boolean amounts) {
        if (amounts) {
            return amount(events, EventType.PURCHASE);
        }
        return reason.code().startsWith("visits")
                ? events.stream()
                        .mapToLong(event -> Math.floorDiv(event.eventTimeMillis(), (long) DAY))
                        .distinct()
                        .count()
                : events.size();
    }

    private static double amount(List<ShopperEvent> events, EventType type) {
        return events.stream()
                .filter(of(type))
                .mapToDouble(ShopperEvent::amount)
                .sum();
    }

    private double gap() {
        long[] days = events.stream()
                .filter(of(EventType.PURCHASE))
                .mapToLong(event -> Math.floorDiv(event.eventTimeMillis(), (long) DAY))
                .distinct()
                .sorted()
                .toArray();
        assertThat(days.length).isGreaterThanOrEqualTo(3);
        return (days[days.length - 1] - days[0]) / (days.length - 1.0);
    }

    /** The nth number in words. */
    private static double figure(String words, int n) {
        String[] numbers =
                words.replace(",", "").replaceAll("[^\\d. ]", " ").strip().split("\\s+", -1);
        return Double.parseDouble(String.format(Locale.ROOT, "%s", numbers[n]));
    }

    @Override
    public String toString() {
        return asOf + " " + events;
    }
}
