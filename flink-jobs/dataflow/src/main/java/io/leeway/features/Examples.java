package io.leeway.features;

import io.leeway.records.FeatureVector;
import io.leeway.records.SourceRecord;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.PendingEvent;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
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
 * Training examples from history: a shopper as of some instants, by the features operator's own
 * code, with what happened after each.
 *
 * <p>For bounded input. Keeps a shopper's events until the end, and nothing after it. A label sees
 * only events strictly after the as-of time.
 */
public final class Examples extends KeyedProcessFunction<String, SourceRecord, TrainingExample> {
    private static final long serialVersionUID = 1L;
    private static final int MOST_NEXT = 64;

    private final ExampleOptions options;
    private transient ListState<byte[]> events;

    @SuppressWarnings("NullAway.Init") // Flink calls open before anything else.
    Examples(ExampleOptions options) {
        this.options = options;
    }

    public static DataStream<TrainingExample> of(DataStream<SourceRecord> arrivals, ExampleOptions options) {
        return arrivals.keyBy(SourceRecord::userId, Types.STRING)
                .process(new Examples(options), TypeInformation.of(TrainingExample.class))
                .name("examples")
                .uid("examples");
    }

    @Override
    public void open(OpenContext context) {
        events = getRuntimeContext().getListState(ProfileState.pending());
    }

    @Override
    public void processElement(SourceRecord arrival, Context context, Collector<TrainingExample> out) throws Exception {
        if (arrival.kind() == SourceRecord.Kind.EVENT
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
        ShopperWalk walk = new ShopperWalk(context.getCurrentKey(), options);
        walk.over(all);
        for (FeatureVector vector : walk.vectors()) {
            out.collect(label(vector, walk));
        }
    }

    private TrainingExample label(FeatureVector vector, ShopperWalk walk) {
        List<ShopperEvent> applied = walk.applied();
        long asOf = vector.asOfMillis();
        long churnEnd = asOf + options.churnHorizon().toMillis();
        long interestEnd = asOf + options.interestHorizon().toMillis();
        boolean returned = false;
        List<String> categories = new ArrayList<>();
        List<Float> gains = new ArrayList<>();
        for (int i = walk.firstAfter(asOf); i < applied.size(); i++) {
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
            double gain = event.interestGain();
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
        // A return seen within a horizon that history cuts short would be kept while its opposite
        // is not: both are unknown.
        return new TrainingExample(
                vector, churnEnd <= end ? label : -1, categories.toArray(String[]::new), weights, interestEnd <= end);
    }
}
