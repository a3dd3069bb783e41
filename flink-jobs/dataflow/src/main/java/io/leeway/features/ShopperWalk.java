package io.leeway.features;

import io.leeway.records.FeatureVector;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.StableHash;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import io.leeway.shopper.events.ShopperEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One shopper's history, walked once: feature vectors as of the wanted instants, and events. */
final class ShopperWalk implements ShopperProfile.Listener {
    private static final long NEVER = Long.MIN_VALUE;

    private final String user;
    private final ExampleOptions options;
    private final ShopperProfile profile;
    private final List<FeatureVector> vectors = new ArrayList<>();
    private final List<ShopperEvent> applied = new ArrayList<>();
    private long lastApplied = NEVER;

    ShopperWalk(String user, ExampleOptions options) {
        this.user = user;
        this.options = options;
        this.profile = new ShopperProfile(options.settings());
    }

    void over(List<PendingEvent> events) {
        long[] stops = stops(events);
        int from = 0;
        for (long stop : stops) {
            int to = from;
            while (to < events.size() && events.get(to).event().eventTimeMillis() <= stop) {
                to++;
            }
            profile.advanceTo(stop, events.subList(from, to), this);
            from = to;
            if (isKnown(stop)) {
                // A vector without a trigger would be a notice of erasure; a window's end is the
                // request that comes at fixed times.
                add(stop, Trigger.WINDOW.mask());
            }
        }
        profile.advanceTo(options.until().toEpochMilli(), events.subList(from, events.size()), this);
        if (options.asOf() instanceof AsOf.EachEvent each) {
            keepBeforeEvents(each.atLeast());
        }
    }

    private long[] stops(List<PendingEvent> events) {
        if (options.asOf() instanceof AsOf.Cuts cuts) {
            return cuts.instants().stream().mapToLong(Instant::toEpochMilli).toArray();
        }
        if (options.asOf() instanceof AsOf.EachEvent) {
            return events.stream()
                    .map(PendingEvent::event)
                    .filter(ShopperWalk::saysInterest)
                    .mapToLong(event -> event.eventTimeMillis() - 1)
                    .distinct()
                    .toArray();
        }
        return new long[0];
    }

    private static boolean saysInterest(ShopperEvent event) {
        return event.category() != null && event.type().isActivity() && event.interestGain() > 0;
    }

    /** Drops as-of times before events that were not applied. */
    private void keepBeforeEvents(int atLeast) {
        if (applied.size() < atLeast) {
            vectors.clear();
            return;
        }
        vectors.removeIf(vector -> {
            for (int i = firstAfter(vector.asOfMillis());
                    i < applied.size() && applied.get(i).eventTimeMillis() == vector.asOfMillis() + 1;
                    i++) {
                if (saysInterest(applied.get(i))) {
                    return false;
                }
            }
            return true;
        });
    }

    private boolean isKnown(long asOfMillis) {
        return lastApplied != NEVER
                && asOfMillis < lastApplied + options.settings().retention().toMillis();
    }

    /** The vectors, in order of as-of time. */
    List<FeatureVector> vectors() {
        return vectors;
    }

    List<ShopperEvent> applied() {
        return applied;
    }

    /** The place of the first applied event after an instant. */
    int firstAfter(long millis) {
        int low = 0;
        int high = applied.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (applied.get(middle).eventTimeMillis() <= millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public void due(long asOfMillis, int triggers, ShopperProfile shopper) {
        if (options.asOf() instanceof AsOf.Requests requests
                && asOfMillis >= requests.from().toEpochMilli()
                && isSampled(asOfMillis, requests.sampleRate())) {
            add(asOfMillis, triggers);
        }
    }

    private void add(long asOfMillis, int triggers) {
        for (Task task : options.tasks()) {
            FeatureValues values = profile.values(task, asOfMillis);
            vectors.add(new FeatureVector(
                    user,
                    asOfMillis,
                    triggers,
                    true,
                    task.id(),
                    values.dictionary(),
                    values.ids(),
                    values.numbers(),
                    0,
                    0));
        }
    }

    private boolean isSampled(long asOfMillis, double rate) {
        // The mixer of splitmix64: neighbouring as-of times must not be drawn together.
        long hash = (user.hashCode() * StableHash.GOLDEN) ^ asOfMillis;
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return StableHash.toUnit(hash) < rate;
    }

    @Override
    public void applied(ShopperEvent event) {
        applied.add(event);
        lastApplied = event.eventTimeMillis();
    }

    @Override
    public void duplicate(ShopperEvent event) {}

    @Override
    public void tooMany(ShopperEvent event) {}

    @Override
    public void erased(ShopperEvent event) {
        forget(event);
    }

    @Override
    public void objected(ShopperEvent event) {
        forget(event);
    }

    private void forget(ShopperEvent event) {
        if (event.type().endsProfile()) {
            // Nothing of a shopper who was erased or objected may teach a model.
            vectors.clear();
            applied.clear();
            lastApplied = NEVER;
        }
    }
}
