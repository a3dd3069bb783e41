package io.leeway.bench;

import io.leeway.bench.job.SilentListener;
import io.leeway.model.ModelManifest;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoringModel;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.EventRules;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.ShopSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@link MeasuredMethods} is given: of a few simulated shoppers with half a year of history.
 * Taken in turn, they are of different shoppers, so that no branch is always the same.
 *
 * @param events the same, read, without erasures
 */
// Buffers, and never compared.
@SuppressWarnings("ArrayRecordComponent")
record MethodInputs(
        byte[][] lines,
        ShopperEvent[] events,
        byte[][] profiles,
        FeatureValues[] churn,
        FeatureValues[] interest,
        ShopperScore[] churnScores,
        ShopperScore[] interestScores,
        long endMillis) {

    private static final int SHOPPERS = 60;
    private static final int DAYS = 180;
    private static final int LINES = 4_000;
    /** Categories that an interest score names: those that lose, those that gain, the next. */
    private static final int CHANGES = 3;

    private static final int NEXT = 10;

    static MethodInputs make() {
        SimulatedShop shop = new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                .withShoppers(SHOPPERS)
                .withHistoryDays(DAYS));
        long end = shop.settings().seam().toEpochMilli();
        List<byte[]> lines = new ArrayList<>();
        List<ShopperEvent> events = new ArrayList<>();
        Map<String, List<PendingEvent>> byUser = new TreeMap<>();
        shop.history().forEachRemaining(line -> {
            try {
                if (EventRules.apply(EventJson.read(line.value()), OptionalLong.empty())
                        instanceof EventRules.Accepted accepted) {
                    lines.add(line.value());
                    if (!accepted.event().type().isRequest()) {
                        events.add(accepted.event());
                    }
                    byUser.computeIfAbsent(accepted.event().userId(), absent -> new ArrayList<>())
                            .add(new PendingEvent(accepted.event(), 0));
                }
            } catch (MalformedEventException planted) {
                // The simulator plants broken lines; what they cost is not asked.
                return;
            }
        });
        List<byte[]> profiles = new ArrayList<>();
        List<FeatureValues> churn = new ArrayList<>();
        List<FeatureValues> interest = new ArrayList<>();
        byUser.values().forEach(ofUser -> {
            ofUser.sort(PendingEvent.ORDER);
            ShopperProfile profile = new ShopperProfile(ProfileSettings.DEFAULTS);
            profile.advanceTo(end, ofUser, SilentListener.INSTANCE);
            if (!profile.isEmpty() && !profile.isErased()) {
                profiles.add(profile.toBytes());
                churn.add(profile.values(Task.CHURN, end));
                interest.add(profile.values(Task.INTEREST, end));
            }
        });
        return new MethodInputs(
                lines.subList(lines.size() - LINES, lines.size()).toArray(byte[][]::new),
                events.subList(events.size() - LINES, events.size()).toArray(ShopperEvent[]::new),
                profiles.toArray(byte[][]::new),
                churn.toArray(FeatureValues[]::new),
                interest.toArray(FeatureValues[]::new),
                interest.stream().map(values -> score(Task.CHURN, values, end)).toArray(ShopperScore[]::new),
                interest.stream()
                        .map(values -> score(Task.INTEREST, values, end))
                        .toArray(ShopperScore[]::new),
                end);
    }

    /**
     * A manifest that names every feature, with the categories of all requests for a vocabulary.
     */
    ModelManifest manifest(Task task) {
        Map<String, String> inputs = new HashMap<>();
        for (FeatureSpec feature : task.features()) {
            inputs.put(feature.name(), feature.name());
        }
        TreeSet<String> vocabulary = new TreeSet<>();
        for (FeatureValues values : interest) {
            vocabulary.addAll(List.of(values.dictionary()));
        }
        return new ModelManifest(
                task.id(),
                1,
                task.id(),
                new ModelManifest.CallPlan("score", inputs, "answer", List.copyOf(vocabulary)),
                7,
                "activity",
                Map.of(),
                ModelManifest.TrainingEvidence.NONE,
                Map.of());
    }

    private static ShopperScore score(Task task, FeatureValues values, long asOfMillis) {
        ScoreOrigin origin = new ScoreOrigin(
                "0123456789abcdef0123456789abcdef",
                "u" + values.hashCode() % 1_000,
                asOfMillis,
                Trigger.SESSION_END.mask(),
                new ScoringModel(
                        task.id(),
                        1,
                        ReleaseRole.ACTIVE,
                        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"),
                "0123456789abcdef",
                false);
        ScoreHeaders headers = new ScoreHeaders(asOfMillis, 12, asOfMillis, 128);
        List<CategoryShare> changes = shares(values, CHANGES);
        return switch (task) {
            case CHURN -> new ChurnScore(origin, 0.123456f, List.of(), headers);
            case INTEREST ->
                new InterestScore(origin, 0.123456f, changes, changes, shares(values, NEXT), List.of(), headers);
        };
    }

    private static List<CategoryShare> shares(FeatureValues values, int limit) {
        List<CategoryShare> shares = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, values.dictionary().length); i++) {
            shares.add(new CategoryShare(values.dictionary()[i], 1f / (3 + i)));
        }
        return shares;
    }
}
