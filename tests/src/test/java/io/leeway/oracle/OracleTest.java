package io.leeway.oracle;

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

/** The profile against the oracle, woken at random instants and saved to bytes at every wake, as in a job. */
class OracleTest extends OracleContract {

    @Override
    Subject subject() {
        return OracleTest::play;
    }

    private static Answer play(List<ShopperEvent> events, long untilMillis) {
        List<PendingEvent> pending = new ArrayList<>();
        events.forEach(event -> pending.add(new PendingEvent(event, 0)));
        pending.sort(PendingEvent.ORDER);
        Recorder recorder = new Recorder();
        Random wakes = new Random(events.size() * 31L + untilMillis);
        byte[] state = new ShopperProfile(ProfileSettings.DEFAULTS).toBytes();
        int next = 0;
        while (true) {
            ShopperProfile profile = ShopperProfile.ofBytes(ProfileSettings.DEFAULTS, state);
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
                return new Answer(recorder.requests, recorder.applied, recorder.duplicates, recorder.erased);
            }
        }
    }

    private static final class Recorder implements ShopperProfile.Listener {
        private final List<Request> requests = new ArrayList<>();
        private int applied;
        private int duplicates;
        private int erased;

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
        public void erased(ShopperEvent event) {
            erased++;
        }
    }
}
