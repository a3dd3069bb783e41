package io.leeway.oracle;

import io.leeway.oracle.Request.KnifeEdge;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Section 4 of the rule book but for the interest: each feature from the list of events seen, from scratch. */
final class OracleFeatures {

    private static final long DAY = 86_400_000L;
    private static final long WEEK = 7 * DAY;
    private static final double HOUR = 3_600_000.0;

    private final List<ShopperEvent> seen;
    private final long asOf;

    private OracleFeatures(List<ShopperEvent> seen, long asOf) {
        this.seen = seen;
        this.asOf = asOf;
    }

    /** The request as of an instant, from the applied events of the profile up to and including it, in order. */
    static Request request(long asOf, int triggers, List<ShopperEvent> seen, OracleRules rules) {
        OracleFeatures self = new OracleFeatures(seen, asOf);
        Map<String, Object> features = new HashMap<>();
        features.put("weeks", self.weeks());
        features.put("recency", self.recency());
        features.put("frequency", self.frequency());
        features.put("monetary", self.monetary());
        features.put("social", self.social());
        features.put("ads", self.ads());
        features.put("rhythm", self.rhythm());
        self.putActions(features);
        Map<String, KnifeEdge> edges = new HashMap<>();
        new OracleInterest("interest_long", rules.longHalfLife(), rules.interestCategories())
                .put(seen, asOf, features, edges);
        new OracleInterest("interest_short", rules.shortHalfLife(), rules.interestCategories())
                .put(seen, asOf, features, edges);
        return new Request(asOf, triggers, features, edges);
    }

    static boolean isActivity(ShopperEvent event) {
        return switch (event.type()) {
            case AD_IMPRESSION, ERASE, OBJECTION, CONSENT -> false;
            default -> true;
        };
    }

    private float[] weeks() {
        float[] weeks = new float[26 * 9];
        for (int row = 0; row < 26; row++) {
            List<ShopperEvent> events = inWeek(25 - row);
            int start = row * 9;
            weeks[start] = log1p(count(events, EventType.VIEW));
            weeks[start + 1] = log1p(count(events, EventType.CART) + count(events, EventType.FAVOURITE));
            weeks[start + 2] = log1p(count(events, EventType.PURCHASE));
            weeks[start + 3] = log1p(amount(events, EventType.PURCHASE));
            weeks[start + 4] = log1p(count(events, EventType.RETURN));
            weeks[start + 5] = (float) (meanRating(events) / 5);
            weeks[start + 6] = log1p(count(events, EventType.SOCIAL));
            weeks[start + 7] = log1p(count(events, EventType.AD_CLICK));
            weeks[start + 8] = log1p(days(events, OracleFeatures::isActivity).size());
        }
        return weeks;
    }

    private float[] recency() {
        return new float[] {
            log1p(daysSinceLast(OracleFeatures::isActivity)),
            log1p(daysSinceLast(is(EventType.PURCHASE))),
            log1p(daysSinceLast(is(EventType.CART).or(is(EventType.FAVOURITE)))),
            log1p((double) (asOf - seen.get(0).eventTimeMillis()) / DAY),
            log1p(daysSinceLast(is(EventType.RETURN))),
            log1p(daysSinceLast(is(EventType.REVIEW)))
        };
    }

    private float[] frequency() {
        return new float[] {
            log1p(count(seen, EventType.VIEW)),
            log1p(count(seen, EventType.CART)),
            log1p(count(seen, EventType.FAVOURITE)),
            log1p(count(seen, EventType.PURCHASE)),
            log1p(count(seen, EventType.RETURN)),
            log1p(count(seen, EventType.REVIEW)),
            log1p(count(seen, EventType.SOCIAL)),
            log1p(count(seen, EventType.AD_IMPRESSION)),
            log1p(count(seen, EventType.AD_CLICK)),
            log1p(days(seen, is(EventType.PURCHASE)).size())
        };
    }

    private float[] monetary() {
        double purchases = count(seen, EventType.PURCHASE);
        double purchased = amount(seen, EventType.PURCHASE);
        double returned = amount(seen, EventType.RETURN);
        return new float[] {
            log1p(purchased),
            log1p(purchases == 0 ? 0 : purchased / purchases),
            log1p(returned),
            (float) (purchased == 0 ? 0 : Math.min(1, returned / purchased)),
            (float) (meanRating(seen) / 5)
        };
    }

    private float[] social() {
        float[] social = new float[4];
        SocialAction[] columns = {SocialAction.FOLLOW, SocialAction.LIKE, SocialAction.SHARE, SocialAction.COMMENT};
        for (int i = 0; i < 4; i++) {
            SocialAction action = columns[i];
            social[i] = log1p((double) seen.stream()
                    .filter(is(EventType.SOCIAL))
                    .filter(event -> event.social() == action)
                    .count());
        }
        return social;
    }

    private float[] ads() {
        double impressions = count(seen, EventType.AD_IMPRESSION);
        double clicks = count(seen, EventType.AD_CLICK);
        return new float[] {log1p(impressions), log1p(clicks), (float) ((clicks + 1) / (impressions + 20))};
    }

    private float[] rhythm() {
        NavigableSet<Long> days = days(seen, is(EventType.PURCHASE));
        double mean = days.size() < 2 ? 0 : (double) (days.last() - days.first()) / (days.size() - 1);
        double inMeans = mean == 0 ? 0 : Math.min(20, daysSinceLast(is(EventType.PURCHASE)) / mean);
        double recent = 0;
        double before = 0;
        for (int back = 0; back < 4; back++) {
            recent += wanted(inWeek(back));
            before += wanted(inWeek(back + 4));
        }
        return new float[] {
            (float) mean,
            (float) inMeans,
            (float) Math.min(20, recent / (before + 1)),
            (float) ((double) (asOf % WEEK) / WEEK)
        };
    }

    private void putActions(Map<String, Object> features) {
        List<ShopperEvent> actions = new ArrayList<>();
        for (ShopperEvent event : seen) {
            if (isActivity(event) && event.category() != null) {
                actions.add(event);
            }
        }
        String[] category = new String[32];
        int[] type = new int[32];
        float[] gap = new float[32];
        for (int i = 0; i < 32 && i < actions.size(); i++) {
            ShopperEvent action = actions.get(actions.size() - 1 - i);
            category[31 - i] = action.category();
            type[31 - i] = actionType(action.type());
            gap[31 - i] = log1p((asOf - action.eventTimeMillis()) / HOUR);
        }
        features.put("action_category", category);
        features.put("action_type", type);
        features.put("action_gap", gap);
    }

    private static int actionType(EventType type) {
        return switch (type) {
            case VIEW -> 1;
            case CART -> 2;
            case FAVOURITE -> 3;
            case PURCHASE -> 4;
            case RETURN -> 5;
            case REVIEW -> 6;
            case SOCIAL -> 7;
            case AD_CLICK -> 8;
            case AD_IMPRESSION, ERASE, OBJECTION, CONSENT -> throw new IllegalArgumentException(type + " is no action");
        };
    }

    /** Events of the calendar week that lies so many weeks before the as-of time's. */
    private List<ShopperEvent> inWeek(int weeksBack) {
        long week = asOf / WEEK - weeksBack;
        return seen.stream()
                .filter(event -> event.eventTimeMillis() / WEEK == week)
                .toList();
    }

    private double daysSinceLast(Predicate<ShopperEvent> which) {
        double days = 400;
        for (ShopperEvent event : seen) {
            if (which.test(event)) {
                days = (double) (asOf - event.eventTimeMillis()) / DAY;
            }
        }
        return days;
    }

    private static Predicate<ShopperEvent> is(EventType type) {
        return event -> event.type() == type;
    }

    private static double wanted(List<ShopperEvent> events) {
        return count(events, EventType.VIEW)
                + count(events, EventType.CART)
                + count(events, EventType.FAVOURITE)
                + count(events, EventType.PURCHASE);
    }

    private static double count(List<ShopperEvent> events, EventType type) {
        return events.stream().filter(is(type)).count();
    }

    private static double amount(List<ShopperEvent> events, EventType type) {
        return events.stream()
                .filter(is(type))
                .mapToDouble(event -> event.price() * event.quantity())
                .sum();
    }

    private static double meanRating(List<ShopperEvent> events) {
        return events.stream()
                .filter(is(EventType.REVIEW))
                .filter(event -> event.rating() > 0)
                .mapToDouble(ShopperEvent::rating)
                .average()
                .orElse(0);
    }

    private static NavigableSet<Long> days(List<ShopperEvent> events, Predicate<ShopperEvent> which) {
        NavigableSet<Long> days = new TreeSet<>();
        for (ShopperEvent event : events) {
            if (which.test(event)) {
                days.add(event.eventTimeMillis() / DAY);
            }
        }
        return days;
    }

    private static float log1p(double x) {
        return (float) Math.log1p(x);
    }
}
