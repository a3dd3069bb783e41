package io.leeway.decisions.winback;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Score;
import io.leeway.records.ShopAction;
import io.leeway.shopper.Task;
import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.state.ScoreCodec;
import io.leeway.state.ShopActionCodec;
import io.leeway.state.StateCodec;
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
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Watches each shopper, and warns.
 *
 * <p>Actions and scores wait until the watermark has passed them, and are applied in order of time;
 * at one instant actions first, then interest, then churn scores, ties by id, and erasures last. So
 * what comes out is a function of the set of what came in.
 *
 * <p><b>Keeps</b> a {@link ShopperWatch} of each shopper; what waits, by time, cleared by the
 * timers that apply it. All is gone with an erasure, or when a shopper had no events for
 * {@link WinBackOptions#forget}. <b>Late input</b> is left out: the sources decide on lateness so
 * that a replay leaves out the same.
 */
final class WatchFunction extends KeyedCoProcessFunction<String, ShopAction, Score, Warning> {
    private static final long serialVersionUID = 1L;
    private static final Comparator<Score> INTEREST_FIRST =
            Comparator.<Score, Boolean>comparing(WatchFunction::isChurn).thenComparing(Score::id);

    private final WinBackOptions options;

    private transient ValueState<byte[]> watched;
    private transient MapState<Long, List<Object>> actions;
    private transient MapState<Long, List<Object>> scores;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    WatchFunction(WinBackOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        watched = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("watch", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
        actions = getRuntimeContext()
                .getMapState(
                        new MapStateDescriptor<>("actions", Types.LONG, Types.LIST(ShopActionCodec.INSTANCE.type())));
        scores = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("scores", Types.LONG, Types.LIST(ScoreCodec.INSTANCE.type())));
    }

    @Override
    public void processElement1(ShopAction action, Context context, Collector<Warning> out) throws Exception {
        wait(actions, ShopActionCodec.INSTANCE.write(action), action.timeMillis(), context);
    }

    @Override
    public void processElement2(Score score, Context context, Collector<Warning> out) throws Exception {
        wait(scores, ScoreCodec.INSTANCE.write(score), score.asOfMillis(), context);
    }

    private void wait(MapState<Long, List<Object>> waiting, byte[] record, long time, Context context)
            throws Exception {
        if (time <= context.timerService().currentWatermark()) {
            return;
        }
        List<Object> same = waiting.get(time);
        List<Object> with = same == null ? new ArrayList<>() : new ArrayList<>(same);
        with.add(record);
        waiting.put(time, with);
        context.timerService().registerEventTimeTimer(time);
        // Once a day suffices to forget.
        long forget = time + options.forget().toMillis();
        context.timerService()
                .registerEventTimeTimer(Math.floorDiv(forget, TimeMillis.DAY) * TimeMillis.DAY + TimeMillis.DAY);
    }

    @Override
    public void onTimer(long now, OnTimerContext context, Collector<Warning> out) throws Exception {
        List<ShopAction> did = taken(actions, ShopActionCodec.INSTANCE, now);
        List<Score> said = taken(scores, ScoreCodec.INSTANCE, now);
        byte[] bytes = watched.value();
        if (did.isEmpty() && said.isEmpty()) {
            if (bytes != null
                    && ShopperWatch.fromBytes(bytes).heardAt()
                                    + options.forget().toMillis()
                            <= now) {
                watched.clear();
            }
            return;
        }
        ShopperWatch watch = bytes == null ? new ShopperWatch() : ShopperWatch.fromBytes(bytes);
        boolean erased = apply(watch, context.getCurrentKey(), now, did, said, out);
        if (erased) {
            watched.clear();
            out.collect(Warning.erasure(context.getCurrentKey(), now));
        } else {
            watched.update(watch.toBytes());
        }
    }

    private boolean apply(
            ShopperWatch watch, String user, long now, List<ShopAction> did, List<Score> said, Collector<Warning> out) {
        did.sort(Comparator.comparing(ShopAction::eventId));
        boolean erased = false;
        for (ShopAction action : did) {
            erased |= action.isErasure();
            watch.action(EventType.ofCode(action.type()), now, options.anyActivity());
        }
        said.sort(INTEREST_FIRST);
        for (Score score : said) {
            if (score.isErasure()) {
                erased = true;
            } else if (!isChurn(score)) {
                watch.moves(score.to().length > 0 ? score.to()[0] : "", now);
            } else if (watch.score(score.value(), now, options)) {
                out.collect(warning(watch, user, score));
            }
        }
        return erased;
    }

    private Warning warning(ShopperWatch watch, String user, Score score) {
        return new Warning(
                Decision.id(DecisionKind.OFFER, user, score.asOfMillis(), ""),
                user,
                score.asOfMillis(),
                score.id(),
                score.value(),
                watch.features(score.value(), score.asOfMillis()),
                watch.movesTo(),
                score.reasons(),
                Warning.control(user, options),
                false);
    }

    private static boolean isChurn(Score score) {
        return score.task().equals(Task.CHURN.id());
    }

    private static <T> List<T> taken(MapState<Long, List<Object>> waiting, StateCodec<T> codec, long now)
            throws Exception {
        List<T> due = new ArrayList<>();
        List<Object> stored = waiting.get(now);
        if (stored != null) {
            stored.forEach(each -> due.add(codec.read(each)));
            waiting.remove(now);
        }
        return due;
    }
}
