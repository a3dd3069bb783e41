package io.leeway.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.ShopperEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The profile against the oracle, woken at random instants and saved to bytes at every wake, as in a job. */
class OracleTest extends OracleContract {

    @Override
    Subject subject() {
        return (events, until) -> play(events, until, ProfileSettings.DEFAULTS);
    }

    /** So low a limit that most of the random shoppers exceed it, before and after erasures too. */
    @Test
    void agreesWhereShoppersHaveTooManyEvents() {
        for (int limit = 1; limit <= 4; limit++) {
            Oracle oracle = new Oracle(OracleRules.OF_THE_BOOK.withEventsPerHour(limit));
            ProfileSettings settings = ProfileSettings.DEFAULTS.withEventsPerHour(limit);
            int exceeded = 0;
            for (long seed = 0; seed < shoppers() / 10; seed++) {
                RandomShopper shopper = RandomShoppers.of(seed);
                Answer expected = oracle.play(shopper.events(), shopper.untilMillis());
                Answer found = play(shopper.shuffled(seed), shopper.untilMillis(), settings);
                assertThat(Comparison.difference(expected, found))
                        .as("seed %d, at most %d events an hour", seed, limit)
                        .isEmpty();
                Answer all = new Oracle().play(shopper.events(), shopper.untilMillis());
                exceeded += expected.applied() < all.applied() ? 1 : 0;
            }
            assertThat(exceeded)
                    .as("shoppers with more than %d events in an hour", limit)
                    .isGreaterThan(20);
        }
    }

    private static Answer play(List<ShopperEvent> events, long untilMillis, ProfileSettings settings) {
        List<PendingEvent> pending = new ArrayList<>();
        events.forEach(event -> pending.add(new PendingEvent(event, 0)));
        pending.sort(PendingEvent.ORDER);
        Recorder recorder = new Recorder();
        Random wakes = new Random(events.size() * 31L + untilMillis);
        byte[] state = new ShopperProfile(settings).toBytes();
        int next = 0;
        while (true) {
            ShopperProfile profile = ShopperProfile.ofBytes(settings, state);
            long wake = wakes.nextInt(4) == 0 || next == pending.size()
                    ? untilMillis
                    : Math.min(untilMillis, pending.get(next).event().eventTimeMillis() + wakes.nextInt(100_000_000));
            List<PendingEvent> ready = new ArrayList<>();
            while (next < pending.size() && pending.get(next).event().eventTimeMillis() <= wake) {
                ready.add(PendingEvent.ofBytes(pending.get(next++).toBytes()));
            }
            profile.advanceTo(wake, ready, recorder);
            state = profile.toBytes();
            if (wake == untilMillis) {
                return new Answer(
                        recorder.requests, recorder.applied, recorder.duplicates, recorder.erased, recorder.objected);
            }
        }
    }

    private static final class Recorder implements ShopperProfile.Listener {
        private final List<Request> requests = new ArrayList<>();
        private int applied;
        private int duplicates;
        private int erased;
        private int objected;

        @Override
        public void due(long asOfMillis, int triggers, ShopperProfile profile) {
            Map<String, Object> features = new HashMap<>();
            for (Task task : Task.values()) {
                FeatureValues values = profile.values(task, asOfMillis);
                task.features().forEach(feature -> features.put(feature.name(), value(task, feature, values)));
            }
            requests.add(new Request(asOfMillis, triggers, features));
        }

        private static Object value(Task task, FeatureSpec feature, FeatureValues values) {
            int from = task.offset(feature);
            int to = from + feature.width();
            return switch (feature.kind()) {
                case NUMBER -> java.util.Arrays.copyOfRange(values.numbers(), from, to);
                case CODE -> java.util.Arrays.copyOfRange(values.ids(), from, to);
                case CATEGORY -> {
                    String[] names = new String[feature.width()];
                    for (int i = from; i < to; i++) {
                        int index = values.ids()[i];
                        names[i - from] = index == 0 ? null : values.dictionary()[index - 1];
                    }
                    yield names;
                }
            };
        }

        @Override
        public void applied(ShopperEvent event) {
            applied++;
        }

        @Override
        public void duplicate(ShopperEvent event) {
            duplicates++;
        }

        @Override
        public void tooMany(ShopperEvent event) {}

        @Override
        public void erased(ShopperEvent event) {
            erased++;
        }

        @Override
        public void objected(ShopperEvent event) {
            objected++;
        }
    }
}
