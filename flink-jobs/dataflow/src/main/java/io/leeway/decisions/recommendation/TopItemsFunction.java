package io.leeway.decisions.recommendation;

import io.leeway.shopper.TimeMillis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Counts items by key, companions of an item or items of a category, and answers what is counted
 * most as of an instant: by the windows that had ended by then, so that the answer is a function of
 * the set of actions.
 *
 * <p><b>Keeps</b> of each key {@link TopItems}, bounded, until nothing was counted for
 * {@link RecommendationOptions#forget}; the counts of windows that are open, cleared by the timer
 * at their end; lookups until the watermark has passed them. <b>Late input</b> does not occur: the
 * stage before emits at its timers, ahead of the watermark.
 */
final class TopItemsFunction extends KeyedCoProcessFunction<String, CountedItem, Lookup, Part> {
    private static final long serialVersionUID = 1L;

    private final RecommendationOptions options;

    private transient ValueState<byte[]> tops;
    /** Counts by the end of their window and item. */
    private transient MapState<Tuple2<Long, String>, Integer> open;

    private transient ListState<Object> lookups;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    TopItemsFunction(RecommendationOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        tops = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("tops", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        open = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("open", Types.TUPLE(Types.LONG, Types.STRING), Types.INT));
        lookups = getRuntimeContext().getListState(new ListStateDescriptor<>("lookups", LookupCodec.INSTANCE.type()));
    }

    @Override
    public void processElement1(CountedItem count, Context context, Collector<Part> out) throws Exception {
        Tuple2<Long, String> key = Tuple2.of(count.windowEnd(), count.item());
        Integer before = open.get(key);
        open.put(key, (before == null ? 0 : before) + count.times());
        context.timerService().registerEventTimeTimer(count.windowEnd());
        context.timerService().registerEventTimeTimer(forgetAt(count.windowEnd()));
    }

    private long forgetAt(long windowEnd) {
        // A day's windows share a timer.
        return (Math.floorDiv(windowEnd + options.forget().toMillis(), TimeMillis.DAY) + 1) * TimeMillis.DAY;
    }

    @Override
    public void processElement2(Lookup lookup, Context context, Collector<Part> out) throws Exception {
        lookups.add(LookupCodec.INSTANCE.write(lookup));
        context.timerService().registerEventTimeTimer(lookup.asOfMillis());
    }

    @Override
    public void onTimer(long now, OnTimerContext context, Collector<Part> out) throws Exception {
        byte[] bytes = tops.value();
        TopItems known = TopItems.of(bytes);
        if (addClosed(known, now)) {
            tops.update(known.toBytes());
        } else if (bytes != null && forgetAt(known.untilMillis()) <= now) {
            tops.clear();
            known = new TopItems();
        }
        answer(known, now, out);
    }

    private boolean addClosed(TopItems known, long now) throws Exception {
        TreeMap<Long, Map<String, Integer>> closed = new TreeMap<>();
        for (Map.Entry<Tuple2<Long, String>, Integer> each : open.entries()) {
            Tuple2<Long, String> key = each.getKey();
            if (key.f0 <= now) {
                closed.computeIfAbsent(key.f0, end -> new HashMap<>()).put(key.f1, each.getValue());
            }
        }
        for (Map.Entry<Long, Map<String, Integer>> window : closed.entrySet()) {
            known.add(window.getKey(), window.getValue(), options.halfLife().toMillis());
            for (String item : window.getValue().keySet()) {
                open.remove(Tuple2.of(window.getKey(), item));
            }
        }
        return !closed.isEmpty();
    }

    private void answer(TopItems known, long now, Collector<Part> out) throws Exception {
        List<Object> later = new ArrayList<>();
        boolean answered = false;
        for (Object stored : lookups.get()) {
            Lookup lookup = LookupCodec.INSTANCE.read(stored);
            if (lookup.asOfMillis() <= now) {
                answered = true;
                out.collect(known.answer(lookup, options.candidates()));
            } else {
                later.add(stored);
            }
        }
        if (answered) {
            lookups.update(later);
        }
    }
}
