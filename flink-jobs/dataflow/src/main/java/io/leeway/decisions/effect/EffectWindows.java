package io.leeway.decisions.effect;

import io.leeway.estimators.BinnedScores;
import io.leeway.topics.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Adds up what is judged by windows of as-of time, and says how it was when the last of a window
 * can have been judged; by subject.
 *
 * <p><b>Keeps</b> sums of the windows whose last decision cannot have been judged yet: a few
 * hundred numbers each, as many windows as fit into the time to judge; and the last window's scores
 * of a model, to compare the next with. Timers clear a window when it closes, and the scores when
 * thirty windows have passed without a row: a version that was retired leaves nothing. <b>Late
 * input</b>: a row whose window is closed is left out.
 */
final class EffectWindows extends KeyedProcessFunction<String, Observation, Effect> {
    private static final long serialVersionUID = 1L;
    /** So many windows without a row, and the last one's scores are forgotten. */
    private static final int FORGOTTEN = 30;

    private final EffectOptions options;

    /** By the window's beginning and the part. */
    private transient MapState<String, double[]> sums;
    /** The scores of the window that closed last. */
    private transient ValueState<double[]> before;
    /** When that was. */
    private transient ValueState<Long> closed;
    /** When each open window closes, by its beginning. */
    private transient MapState<Long, Long> open;

    private transient EffectGauges gauges;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    EffectWindows(EffectOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        sums = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "sums", Types.STRING, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO));
        before = getRuntimeContext()
                .getState(
                        new ValueStateDescriptor<>("before", PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO));
        closed = getRuntimeContext().getState(new ValueStateDescriptor<>("closed", Types.LONG));
        open = getRuntimeContext().getMapState(new MapStateDescriptor<>("open", Types.LONG, Types.LONG));
        gauges = new EffectGauges(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Observation row, Context context, Collector<Effect> out) throws Exception {
        if (row.closesMillis() <= context.timerService().currentWatermark()) {
            return;
        }
        long from = Observation.from(row.asOfMillis(), options);
        String key = prefix(from) + row.part().key();
        sums.put(key, EffectFigures.add(row, sums.get(key)));
        if (!open.contains(from)) {
            open.put(from, row.closesMillis());
            context.timerService().registerEventTimeTimer(row.closesMillis());
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Effect> out) throws Exception {
        List<Long> closing = new ArrayList<>();
        for (Map.Entry<Long, Long> window : open.entries()) {
            if (window.getValue() <= timestamp) {
                closing.add(window.getKey());
            }
        }
        closing.sort(null);
        for (long from : closing) {
            for (Effect effect : effects(EffectSubject.of(context.getCurrentKey()), from, taken(from))) {
                out.collect(effect);
                gauges.show(effect);
            }
            open.remove(from);
        }
        if (!closing.isEmpty()) {
            closed.update(timestamp);
            context.timerService().registerEventTimeTimer(timestamp + forgottenMillis());
        } else if (closed.value() != null && closed.value() + forgottenMillis() <= timestamp) {
            before.clear();
            closed.clear();
        }
    }

    private long forgottenMillis() {
        return FORGOTTEN * options.window().toMillis();
    }

    /** The numbers of a window by part, in order; they are no longer kept. */
    private TreeMap<String, double[]> taken(long from) throws Exception {
        TreeMap<String, double[]> parts = new TreeMap<>();
        String prefix = prefix(from);
        for (Map.Entry<String, double[]> each : sums.entries()) {
            if (each.getKey().startsWith(prefix)) {
                parts.put(each.getKey().substring(prefix.length()), each.getValue());
            }
        }
        for (String part : parts.keySet()) {
            sums.remove(prefix + part);
        }
        return parts;
    }

    private List<Effect> effects(EffectSubject subject, long from, TreeMap<String, double[]> parts) throws Exception {
        List<Effect> effects = new ArrayList<>();
        switch (subject.kind()) {
            case MODEL -> {
                double[] scores = parts.get(EffectPart.SCORES.key());
                if (scores != null) {
                    effects.add(effect(
                            subject,
                            subject.name(),
                            from,
                            new BinnedScores(scores).rows(),
                            EffectFigures.ofScores(scores, before.value())));
                    before.update(scores);
                }
            }
            case OFFERS -> {
                double rows = rows(parts, EffectPart.TREATED) + rows(parts, EffectPart.CONTROL);
                effects.add(effect(subject, subject.name(), from, rows, EffectFigures.ofOffers(parts)));
                for (String part : parts.keySet()) {
                    EffectPart.always(part)
                            .ifPresent(action -> effects.add(effect(
                                    new EffectSubject(EffectSubject.Kind.TREATMENT, action, 0),
                                    action,
                                    from,
                                    rows,
                                    EffectFigures.ofTreatment(parts, action))));
                }
            }
            default ->
                parts.forEach((policy, numbers) -> effects.add(effect(
                        subject, subject.name() + ": " + policy, from, numbers[0], EffectFigures.ofPolicy(numbers))));
        }
        return effects;
    }

    private static double rows(TreeMap<String, double[]> parts, EffectPart part) {
        double[] numbers = parts.get(part.key());
        return numbers == null ? 0 : numbers[0];
    }

    private Effect effect(EffectSubject subject, String name, long from, double rows, Map<String, Double> figures) {
        return new Effect(
                subject.kind().id(),
                name,
                subject.version(),
                from,
                from + options.window().toMillis(),
                Math.round(rows),
                figures);
    }

    private static String prefix(long from) {
        return Long.toString(from) + '|';
    }
}
