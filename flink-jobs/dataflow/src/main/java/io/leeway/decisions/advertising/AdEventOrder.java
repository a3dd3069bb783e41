package io.leeway.decisions.advertising;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps events until the watermark has passed it, and applies it in order of event time, of one
 * instant in {@link AdEvent#ORDER}: what comes of it is a function of the set of events.
 *
 * <p><b>Keeps</b> in {@code waiting} what lies ahead of the watermark; it is cleared as it is
 * applied. <b>Late input</b>: a request that comes behind the watermark is left out and counted in
 * {@code lateRequests}; a campaign or an outcome, which is about money, is applied with the next
 * instant.
 */
abstract class AdEventOrder<O> extends KeyedProcessFunction<String, AdEvent, O> {
    private static final long serialVersionUID = 1L;

    private transient MapState<Long, List<byte[]>> waiting;
    private transient Counter late;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    AdEventOrder() {}

    @Override
    public void open(OpenContext context) throws Exception {
        waiting = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "waiting", Types.LONG, Types.LIST(PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)));
        late = getRuntimeContext().getMetricGroup().counter("lateRequests");
    }

    @Override
    public final void processElement(AdEvent event, Context context, Collector<O> out) throws Exception {
        long watermark = context.timerService().currentWatermark();
        long at = event.timeMillis();
        if (at <= watermark) {
            if (event.bytes()[0] == AdEvent.REQUEST || watermark == Long.MAX_VALUE) {
                late.inc();
                return;
            }
            at = watermark + 1;
        }
        List<byte[]> before = waiting.get(at);
        List<byte[]> events = before == null ? new ArrayList<>() : new ArrayList<>(before);
        events.add(event.bytes());
        waiting.put(at, events);
        context.timerService().registerEventTimeTimer(at);
        wakeLater(at, context);
    }

    @Override
    public final void onTimer(long atMillis, OnTimerContext context, Collector<O> out) throws Exception {
        List<byte[]> events = waiting.get(atMillis);
        List<byte[]> ordered = events == null ? new ArrayList<>() : new ArrayList<>(events);
        ordered.sort(AdEvent.ORDER);
        if (events != null) {
            waiting.remove(atMillis);
        }
        apply(atMillis, ordered, context, out);
    }

    /** Registers timers for what an event makes due: in batch those of timers are lost. */
    abstract void wakeLater(long atMillis, Context context);

    /** Applies the events of an instant, and what is due at it; there may be none. */
    abstract void apply(long atMillis, List<byte[]> events, OnTimerContext context, Collector<O> out) throws Exception;
}
