package io.leeway.experiments.winback;

import io.leeway.decisions.winback.ShopperWatch;
import io.leeway.decisions.winback.Warning;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.estimators.LogisticRegression;
import io.leeway.estimators.Standardisation;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.shopper.Reason;
import io.leeway.shopper.StableHash;
import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.HistoryLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A simulated shop as the job sees it: every shopper is scored once a day, each at an hour of their
 * own, by a logistic regression of what they did, learned from the shop's first weeks; the warnings
 * are those of the job's own rules.
 */
final class WatchedShop {
    /** Days on which examples for churn are made, and how far their labels look. */
    private static final List<Integer> EXAMPLES = List.of(18, 22, 26);

    private static final int HORIZON = 14;
    private static final int SCORED_FROM = 40;
    private static final Reason[] NO_REASONS = {};

    private final long start;
    private final WinBackOptions options;
    private final Map<String, ShopperWatch> watches = new HashMap<>();
    private final List<String> users;
    private final long[] offsets;
    private final List<Example> examples = new ArrayList<>();
    private final Map<String, List<Long>> purchases = new HashMap<>();
    private final List<Warning> warnings = new ArrayList<>();
    private @Nullable LogisticRegression churn;
    private @Nullable Standardisation scale;

    private record Example(String user, long at, double[] features) {}

    private WatchedShop(SimulatedShop shop, List<String> names, WinBackOptions options) {
        this.start = shop.settings().historyStart().toEpochMilli();
        this.options = options;
        this.users = new ArrayList<>(names);
        this.users.sort((one, other) -> Long.compare(offset(one), offset(other)));
        this.offsets = this.users.stream().mapToLong(WatchedShop::offset).toArray();
    }

    /** Fibonacci hashing: neighbours' hours are far apart. */
    private static long offset(String user) {
        return Math.floorMod((user.hashCode() * StableHash.GOLDEN) >>> 20, TimeMillis.DAY);
    }

    /** All warnings from the day from which there are scores, in order of (time, id). */
    static List<Warning> warnings(SimulatedShop shop, List<String> users, WinBackOptions options) throws Exception {
        WatchedShop watched = new WatchedShop(shop, users, options);
        long scored = watched.start;
        int next = 0;
        for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
            ShopperEvent event = EventJson.read(history.next().value());
            while (scored + watched.offsets[next] < event.eventTimeMillis()) {
                watched.score(watched.users.get(next), scored + watched.offsets[next]);
                if (++next == watched.offsets.length) {
                    next = 0;
                    scored += TimeMillis.DAY;
                }
            }
            watched.apply(event);
        }
        watched.warnings.sort((one, other) -> one.asOfMillis() != other.asOfMillis()
                ? Long.compare(one.asOfMillis(), other.asOfMillis())
                : one.id().compareTo(other.id()));
        return watched.warnings;
    }

    private void apply(ShopperEvent event) {
        watches.computeIfAbsent(event.userId(), user -> new ShopperWatch())
                .action(event.type(), event.eventTimeMillis(), options.anyActivity());
        if (event.type() == EventType.PURCHASE && event.eventTimeMillis() < start + SCORED_FROM * TimeMillis.DAY) {
            purchases.computeIfAbsent(event.userId(), user -> new ArrayList<>()).add(event.eventTimeMillis());
        }
    }

    private void score(String user, long at) {
        ShopperWatch watch = watches.get(user);
        if (watch == null || !watch.hasBought()) {
            return;
        }
        int day = (int) ((at - start) / TimeMillis.DAY);
        if (EXAMPLES.contains(day)) {
            examples.add(new Example(user, at, watch.features(0.5, at)));
        }
        if (day < SCORED_FROM) {
            return;
        }
        if (churn == null || scale == null) {
            learn();
        }
        double probability = probability(watch.features(0.5, at));
        if (watch.score(probability, at, options)) {
            warnings.add(new Warning(
                    Decision.id(DecisionKind.OFFER, user, at, ""),
                    user,
                    at,
                    "",
                    probability,
                    watch.features(probability, at),
                    "",
                    NO_REASONS,
                    Warning.control(user, options),
                    false));
        }
    }

    private double probability(double[] features) {
        if (churn == null || scale == null) {
            throw new IllegalStateException("Expected to have learned before it is asked");
        }
        return churn.probability(scale.apply(features));
    }

    private void learn() {
        double[][] rows = examples.stream().map(Example::features).toArray(double[][]::new);
        boolean[] stayedAway = new boolean[rows.length];
        for (int row = 0; row < rows.length; row++) {
            Example example = examples.get(row);
            stayedAway[row] = purchases.getOrDefault(example.user(), List.of()).stream()
                    .noneMatch(at -> at > example.at() && at <= example.at() + HORIZON * TimeMillis.DAY);
        }
        Standardisation of = Standardisation.of(rows);
        scale = of;
        churn = LogisticRegression.fit(Arrays.stream(rows).map(of::apply).toArray(double[][]::new), stayedAway, 1e-3);
    }
}
