package io.leeway.experiments.drift;

import io.leeway.evaluation.Metrics;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventJson;
import io.leeway.shopper.events.MalformedEventException;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.planting.EntryFate;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.shoppers.PlannedDrift;
import io.leeway.simulator.truth.ShopTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** What rows know of a simulated shopper, and what is hidden; shares in the shop's order. */
public final class DriftRows {
    /** A drift is recent, and the time before counts, for so long. */
    static final Duration WINDOW = Duration.ofDays(28);

    /** So many activities show a drift, or an interest. */
    static final int ACTIVITIES = 5;

    /** A change below this is none, as in live scores. */
    private static final double LEAST = 1e-4;

    private final List<String> categories;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, ShopTruth> truths = new HashMap<>();
    private final Map<String, List<ShopperEvent>> activities = new HashMap<>();

    public DriftRows(SimulatedShop shop) throws MalformedEventException {
        categories = shop.categories();
        categories.forEach(category -> places.put(category, places.size()));
        shop.truths().forEach(truth -> truths.put(truth.userId(), truth));
        for (Iterator<HistoryLine> history = shop.history(); history.hasNext(); ) {
            HistoryLine line = history.next();
            if (line.fate() == EntryFate.APPLIED || line.fate() == EntryFate.ERASED) {
                ShopperEvent event = EventJson.read(line.value());
                List<ShopperEvent> own = activities.computeIfAbsent(event.userId(), user -> new ArrayList<>());
                if (line.fate() == EntryFate.ERASED) {
                    own.clear();
                } else if (event.type().isActivity()) {
                    own.add(event);
                }
            }
        }
    }

    public List<String> categories() {
        return categories;
    }

    /** The interest of a row's {@code interest_long} or {@code interest_short}; 0 for none. */
    public float[] known(TrainingExample row, String feature) {
        FeatureVector vector = row.features();
        FeatureSpec names = Task.INTEREST.feature(feature + ".names");
        int namesAt = Task.INTEREST.offset(names);
        int weightsAt = Task.INTEREST.offset(Task.INTEREST.feature(feature + ".weights"));
        float[] shares = new float[categories.size()];
        for (int i = 0; i < names.width(); i++) {
            int id = vector.ids()[namesAt + i];
            if (id > 0) {
                add(shares, vector.dictionary()[id - 1], vector.numbers()[weightsAt + i]);
            }
        }
        return shared(shares);
    }

    /** The last category besides the long-term favourite, with all interest; 0 for none. */
    float[] mostRecent(TrainingExample row, float[] longTerm) {
        FeatureVector vector = row.features();
        int favourite = rise(new float[longTerm.length], longTerm);
        float[] shares = new float[categories.size()];
        for (int i = Task.INTEREST.feature("action_category").width() - 1; i >= 0; i--) {
            int id = vector.ids()[i];
            Integer place = id > 0 ? places.get(vector.dictionary()[id - 1]) : null;
            if (place != null && place != favourite) {
                shares[place] = 1;
                break;
            }
        }
        return shares;
    }

    /** What all the shoppers of some rows turned to next. */
    float[] popularity(List<TrainingExample> rows) {
        float[] shares = new float[categories.size()];
        rows.forEach(row -> addNext(shares, row));
        return shared(shares);
    }

    /** The hidden interest: nothing more can be known of what comes next. */
    float[] hidden(TrainingExample row) {
        float[] shares = new float[categories.size()];
        truth(row)
                .interestAt(Instant.ofEpochMilli(row.features().asOfMillis()))
                .forEach((category, share) -> add(shares, category, share));
        return shared(shares);
    }

    /** The planted drifts whose middle lies in the window before the row. */
    List<PlannedDrift> planted(TrainingExample row) {
        long asOf = row.features().asOfMillis();
        return truth(row).drifts().stream()
                .filter(drift ->
                        drift.at().toEpochMilli() <= asOf && drift.at().toEpochMilli() > asOf - WINDOW.toMillis())
                .toList();
    }

    /** Those among them that lead to another category, and since which there was enough to see. */
    List<PlannedDrift> visible(TrainingExample row) {
        return planted(row).stream()
                .filter(drift -> drift.to() != null)
                .filter(drift -> own(row).stream()
                                .filter(event ->
                                        event.eventTimeMillis() > drift.at().toEpochMilli()
                                                && event.eventTimeMillis()
                                                        <= row.features().asOfMillis())
                                .count()
                        >= ACTIVITIES)
                .toList();
    }

    /** How far what came is from what was in the window before; empty for few activities. */
    OptionalDouble realised(TrainingExample row) {
        long asOf = row.features().asOfMillis();
        float[] before = new float[categories.size()];
        int count = 0;
        for (ShopperEvent event : own(row)) {
            String category = event.category();
            double gain = event.interestGain();
            long time = event.eventTimeMillis();
            if (category != null && gain > 0 && time <= asOf && time > asOf - WINDOW.toMillis()) {
                add(before, category, gain);
                count++;
            }
        }
        if (count < ACTIVITIES || row.nextCategories().length < ACTIVITIES) {
            return OptionalDouble.empty();
        }
        float[] after = new float[categories.size()];
        addNext(after, row);
        return OptionalDouble.of(distance(shared(before), shared(after)));
    }

    /** The distance of two interests; 0 where one is not known, as in live scores. */
    static double distance(float[] one, float[] other) {
        return sum(one) > 0 && sum(other) > 0 ? Metrics.jensenShannonDistance(one, other) : 0;
    }

    /** The place of the category that gains most; −1 where none does. */
    static int rise(float[] longTerm, float[] predicted) {
        int most = -1;
        double gain = LEAST;
        for (int i = 0; i < longTerm.length; i++) {
            if (predicted[i] - longTerm[i] > gain) {
                gain = predicted[i] - longTerm[i];
                most = i;
            }
        }
        return most;
    }

    private void addNext(float[] shares, TrainingExample row) {
        for (int i = 0; i < row.nextCategories().length; i++) {
            add(shares, row.nextCategories()[i], row.nextWeights()[i]);
        }
    }

    private void add(float[] shares, String category, double weight) {
        Integer place = places.get(category);
        if (place != null) {
            shares[place] += (float) Math.max(0, weight);
        }
    }

    private List<ShopperEvent> own(TrainingExample row) {
        return activities.getOrDefault(row.features().userId(), List.of());
    }

    private ShopTruth truth(TrainingExample row) {
        return Objects.requireNonNull(truths.get(row.features().userId()), "a shopper of the shop");
    }

    private static float[] shared(float[] weights) {
        float sum = sum(weights);
        for (int i = 0; sum > 0 && i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }

    private static float sum(float[] weights) {
        float sum = 0;
        for (float weight : weights) {
            sum += weight;
        }
        return sum;
    }
}
