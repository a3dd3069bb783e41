package io.leeway.decisions.winback;

import io.leeway.records.Treatment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Decides all warnings of one budget, in order of (time, id), when the watermark has passed them.
 *
 * <p><b>Keeps</b> the {@link OfferBudget}, a hundred bytes, for as long as the job is; what waits,
 * by time, cleared by the timers that decide it. <b>Late input</b>: none, for warnings come from
 * timers, before the watermark.
 */
final class OfferBudgetFunction extends KeyedProcessFunction<String, Warning, Offer> {
    private static final long serialVersionUID = 1L;

    private final WinBackOptions options;
    private final @Nullable String modelFile;

    private transient ValueState<byte[]> budget;
    private transient MapState<Long, List<Object>> waiting;
    private transient @Nullable WinBackModel model;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    OfferBudgetFunction(WinBackOptions options, @Nullable String modelFile) {
        this.options = options;
        this.modelFile = modelFile;
    }

    @Override
    public void open(OpenContext context) {
        model = modelFile == null ? null : WinBackModel.parse(modelFile);
        budget = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("budget", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        waiting = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("warnings", Types.LONG, Types.LIST(WarningCodec.INSTANCE.type())));
    }

    @Override
    public void processElement(Warning warning, Context context, Collector<Offer> out) throws Exception {
        List<Object> same = waiting.get(warning.asOfMillis());
        List<Object> with = same == null ? new ArrayList<>() : new ArrayList<>(same);
        with.add(WarningCodec.INSTANCE.write(warning));
        waiting.put(warning.asOfMillis(), with);
        context.timerService().registerEventTimeTimer(warning.asOfMillis());
    }

    @Override
    public void onTimer(long now, OnTimerContext context, Collector<Offer> out) throws Exception {
        List<Warning> due = new ArrayList<>();
        List<Object> same = waiting.get(now);
        if (same != null) {
            same.forEach(stored -> due.add(WarningCodec.INSTANCE.read(stored)));
        }
        waiting.remove(now);
        // An erasure comes behind what was decided of the same shopper.
        due.sort(
                Comparator.comparing(Warning::erased).thenComparing(Warning::id).thenComparing(Warning::userId));
        OfferBudget of = new OfferBudget(options, model);
        byte[] bytes = budget.value();
        if (bytes != null) {
            of.restore(bytes);
        }
        for (Warning warning : due) {
            out.collect(
                    warning.erased()
                            ? new Offer(warning, Treatment.NONE, 1, Double.NaN, Double.NaN, 0, "", 0, "")
                            : of.decide(warning));
        }
        budget.update(of.toBytes());
    }
}
