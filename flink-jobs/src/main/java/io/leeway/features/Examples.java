package io.leeway.features;

import io.leeway.records.Arrival;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.EventType;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.InterestGain;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.ShopperEvent;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Training examples from history: the very requests that the features operator would have made, with what happened after each.
 *
 * <p>For bounded input. Keeps a shopper's events until the end, and nothing after it. A label sees only events strictly after the as-of time.
 */
public final class Examples extends KeyedProcessFunction<String, Arrival, TrainingExample> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NEXT = 64;

    private final ExampleOptions options;
    private transient ListState<byte[]> events;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    private Examples(ExampleOptions options) {
        this.options = options;
    }

    /** Adds the stage. */
    public static DataStream<TrainingExample> of(DataStream<Arrival> arrivals, ExampleOptions options) {
        return arrivals.keyBy(Arrival::userId, Types.STRING)
                .process(new Examples(options), TypeInformation.of(TrainingExample.class))
                .name("examples")
                .uid("examples");
    }

    @Override
    public void open(OpenContext context) {
        events = getRuntimeContext().getListState(ProfileState.pending());
    }

    @Override
    public void processElement(Arrival arrival, Context context, Collector<TrainingExample> out) throws Exception {
        if (arrival.kind() == Arrival.Kind.EVENT
                && arrival.eventTimeMillis() <= options.until().toEpochMilli()) {
            events.add(arrival.body());
            context.timerService().registerEventTimeTimer(options.until().toEpochMilli());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<TrainingExample> out) throws Exception {
        List<PendingEvent> all = new ArrayList<>();
        for (byte[] bytes : events.get()) {
            all.add(PendingEvent.ofBytes(bytes));
        }
        events.clear();
        all.sort(PendingEvent.ORDER);
        Requests requests = new Requests(context.getCurrentKey());
        new ShopperProfile(options.settings()).advanceTo(timestamp, all, requests);
        for (FeatureVector vector : requests.vectors) {
            out.collect(label(vector, requests.applied));
        }
    }

    private TrainingExample label(FeatureVector vector, List<ShopperEvent> applied) {
        long asOf = vector.asOfMillis();
        long churnEnd = asOf + options.churnHorizon().toMillis();
        long interestEnd = asOf + options.interestHorizon().toMillis();
        boolean returned = false;
        List<String> categories = new ArrayList<>();
        List<Float> gains = new ArrayList<>();
        for (int i = firstAfter(applied, asOf); i < applied.size(); i++) {
            ShopperEvent event = applied.get(i);
            long time = event.eventTimeMillis();
            if (time > Math.max(churnEnd, interestEnd)) {
                break;
            }
            boolean counts = options.purchaseReturns()
                    ? event.type() == EventType.PURCHASE
                    : event.type().isActivity();
            returned |= counts && time <= churnEnd;
            String category = event.category();
            double gain = InterestGain.of(event);
            if (time <= interestEnd && gain > 0 && category != null && categories.size() < MOST_NEXT) {
                categories.add(category);
                gains.add((float) gain);
            }
        }
        float[] weights = new float[gains.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = gains.get(i);
        }
        long end = options.until().toEpochMilli();
        int label = returned ? 1 : churnEnd <= end ? 0 : -1;
        // A return seen within a horizon that history cuts short would be kept while its opposite is not: both are
        // unknown.
        return new TrainingExample(
                vector, churnEnd <= end ? label : -1, categories.toArray(String[]::new), weights, interestEnd <= end);
    }

    private static int firstAfter(List<ShopperEvent> events, long millis) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).eventTimeMillis() <= millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Collects what falls due, and the events as they were applied. */
    private final class Requests implements ShopperProfile.Listener {
        private final String user;
        private final List<FeatureVector> vectors = new ArrayList<>();
        private final List<ShopperEvent> applied = new ArrayList<>();

        private Requests(String user) {
            this.user = user;
        }

        @Override
        public void due(long asOfMillis, int triggers, ShopperProfile profile) {
            if (asOfMillis < options.from().toEpochMilli() || !isSampled(asOfMillis)) {
                return;
            }
            for (Task task : Task.values()) {
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

        private boolean isSampled(long asOfMillis) {
            // The mixer of splitmix64: neighbouring as-of times must not be drawn together.
            long hash = (user.hashCode() * 0x9E3779B97F4A7C15L) ^ asOfMillis;
            hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
            hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
            return (hash >>> 11) * 0x1.0p-53 < options.sampleRate();
        }

        @Override
        public void applied(ShopperEvent event) {
            applied.add(event);
        }

        @Override
        public void duplicate(ShopperEvent event) {}

        @Override
        public void erased(ShopperEvent event) {
            if (event.type() == EventType.ERASE) {
                // Nothing of an erased shopper may teach a model.
                vectors.clear();
                applied.clear();
            }
        }
    }
}
