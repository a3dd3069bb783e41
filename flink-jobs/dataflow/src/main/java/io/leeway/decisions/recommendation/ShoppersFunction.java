package io.leeway.decisions.recommendation;

import io.leeway.decisions.LateRecordCounter;
import io.leeway.records.ShopAction;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.shopper.events.EventType;
import io.leeway.state.ScoreCodec;
import io.leeway.state.ShopActionCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Knows each shopper's latest items, says what is to be counted, and asks for a list at each
 * interest score.
 *
 * <p>Actions and scores wait until the watermark has passed them, and are applied in order of time,
 * ties by event id; at one instant actions before scores, and what a shopper asks for last. So what comes out is
 * a function of the set of what came in.
 *
 * <p><b>Keeps</b> {@link ShopperItems} of each shopper, bounded; what waits, cleared by the timers
 * that apply it; both are gone when a shopper had no events for
 * {@link RecommendationOptions#forget}, or with an erasure or an objection. Of a shopper who objects
 * the objection alone is kept, until a consent. <b>Late input</b> is left out: the
 * sources decide on lateness so that a replay leaves out the same.
 */
final class ShoppersFunction extends KeyedCoProcessFunction<String, ShopAction, ScoreUpdate, Part> {
    private static final long serialVersionUID = 1L;

    static final OutputTag<CountedItem> COUNTS = new OutputTag<>("counts", TypeInformation.of(CountedItem.class));
    static final OutputTag<Lookup> LOOKUPS = new OutputTag<>("lookups", TypeInformation.of(Lookup.class));

    private static final Comparator<ShopAction> ORDER = Comparator.comparingLong(ShopAction::timeMillis)
            .thenComparingInt(ShopAction::rank)
            .thenComparing(ShopAction::eventId);

    private final RecommendationOptions options;

    private transient ValueState<byte[]> items;
    private transient ValueState<Long> forgetAt;
    private transient ListState<Object> actions;
    private transient ListState<Object> scores;
    private transient LateRecordCounter late;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    ShoppersFunction(RecommendationOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        items = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("items", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        forgetAt = getRuntimeContext().getState(new ValueStateDescriptor<>("forget-at", Types.LONG));
        actions =
                getRuntimeContext().getListState(new ListStateDescriptor<>("actions", ShopActionCodec.INSTANCE.type()));
        scores = getRuntimeContext().getListState(new ListStateDescriptor<>("scores", ScoreCodec.INSTANCE.type()));
        late = new LateRecordCounter(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement1(ShopAction action, Context context, Collector<Part> out) throws Exception {
        if (!late.isLate(action.timeMillis(), context.timerService().currentWatermark())) {
            actions.add(ShopActionCodec.INSTANCE.write(action));
            // Soon enough: before the window closes that its counts belong to.
            context.timerService().registerEventTimeTimer(options.windowEnd(action.timeMillis()) - 1);
        }
    }

    @Override
    public void processElement2(ScoreUpdate update, Context context, Collector<Part> out) throws Exception {
        if (update instanceof InterestScore score
                && !late.isLate(score.asOfMillis(), context.timerService().currentWatermark())) {
            scores.add(ScoreCodec.INSTANCE.write(score));
            context.timerService().registerEventTimeTimer(score.asOfMillis());
        }
    }

    @Override
    public void onTimer(long now, OnTimerContext context, Collector<Part> out) throws Exception {
        List<ShopAction> due = new ArrayList<>();
        List<Object> later = new ArrayList<>();
        for (Object stored : actions.get()) {
            ShopAction action = ShopActionCodec.INSTANCE.read(stored);
            if (action.timeMillis() <= now) {
                due.add(action);
            } else {
                later.add(stored);
            }
        }
        List<InterestScore> dueScores = new ArrayList<>();
        List<Object> laterScores = new ArrayList<>();
        for (Object stored : scores.get()) {
            InterestScore score = (InterestScore) ScoreCodec.INSTANCE.read(stored);
            if (score.asOfMillis() <= now) {
                dueScores.add(score);
            } else {
                laterScores.add(stored);
            }
        }
        if (due.isEmpty() && dueScores.isEmpty()) {
            forget(now, context);
            return;
        }
        due.sort(ORDER);
        dueScores.sort(Comparator.comparingLong(InterestScore::asOfMillis).thenComparing(InterestScore::id));
        ShopperItems known = ShopperItems.of(items.value());
        int next = 0;
        long asked = Long.MIN_VALUE;
        for (InterestScore score : dueScores) {
            while (next < due.size() && due.get(next).timeMillis() <= score.asOfMillis()) {
                known = apply(known, due.get(next++), context, out);
            }
            // One list of an instant, whichever model scored.
            if (score.asOfMillis() != asked && !known.isObjected()) {
                asked = score.asOfMillis();
                ask(Requests.of(score, known, options), context, out);
            }
        }
        while (next < due.size()) {
            known = apply(known, due.get(next++), context, out);
        }
        actions.update(later);
        scores.update(laterScores);
        keep(known, now, context);
    }

    private ShopperItems apply(ShopperItems known, ShopAction action, Context context, Collector<Part> out) {
        EventType type = EventType.ofCode(action.type());
        if (type.isRequest()) {
            if (type.endsProfile()) {
                out.collect(Part.of(Requests.erasure(action)));
            }
            return known.after(type);
        }
        known.apply(action, options).forEach(count -> context.output(COUNTS, count));
        return known;
    }

    private static void ask(Request request, Context context, Collector<Part> out) {
        out.collect(Part.of(request));
        Slates.lookups(request).forEach(lookup -> context.output(LOOKUPS, lookup));
    }

    private void keep(ShopperItems known, long now, OnTimerContext context) throws Exception {
        if (known.isObjected()) {
            items.update(known.toBytes());
            return;
        }
        if (known.lastMillis() == Long.MIN_VALUE) {
            items.clear();
            return;
        }
        items.update(known.toBytes());
        Long wake = forgetAt.value();
        if (wake == null || wake <= now) {
            wakeAt(known.lastMillis() + options.forget().toMillis(), context);
        }
    }

    private void wakeAt(long atMillis, OnTimerContext context) throws Exception {
        forgetAt.update(atMillis);
        context.timerService().registerEventTimeTimer(atMillis);
    }

    /** One timer a shopper: where they came again meanwhile, it is set again. */
    private void forget(long now, OnTimerContext context) throws Exception {
        Long wake = forgetAt.value();
        if (wake == null || wake > now) {
            return;
        }
        byte[] bytes = items.value();
        ShopperItems known = ShopperItems.of(bytes);
        if (known.isObjected()) {
            forgetAt.clear();
            return;
        }
        long until = bytes == null ? now : known.lastMillis() + options.forget().toMillis();
        if (until > now) {
            wakeAt(until, context);
        } else {
            items.clear();
            forgetAt.clear();
        }
    }
}
