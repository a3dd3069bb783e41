package io.leeway.decisions.winback;

import io.leeway.decisions.LateRecordCounter;
import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.ShopAction;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Reason;
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
 * at one instant actions first, then interest, then churn scores, ties by id, and erasures and
 * objections last. So
 * what comes out is a function of the set of what came in.
 *
 * <p><b>Keeps</b> a {@link ShopperWatch} of each shopper; what waits, by time, cleared by the
 * timers that apply it. All is gone with an erasure, or when a shopper had no events for
 * {@link WinBackOptions#forget}; of a shopper who objects the objection alone stays, until a consent.
 * <b>Late input</b> is left out: the sources decide on lateness so
 * that a replay leaves out the same.
 */
final class WatchFunction extends KeyedCoProcessFunction<String, ShopAction, ScoreUpdate, Warning> {
    private static final long serialVersionUID = 1L;
    private static final Comparator<ShopperScore> INTEREST_FIRST = Comparator.<ShopperScore, Boolean>comparing(
                    score -> score instanceof ChurnScore)
            .thenComparing(ShopperScore::id);

    private final WinBackOptions options;

    private transient ValueState<byte[]> watched;
    private transient MapState<Long, List<Object>> actions;
    private transient MapState<Long, List<Object>> scores;
    private transient LateRecordCounter late;

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
        late = new LateRecordCounter(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement1(ShopAction action, Context context, Collector<Warning> out) throws Exception {
        wait(actions, ShopActionCodec.INSTANCE.write(action), action.timeMillis(), context);
    }

    @Override
    public void processElement2(ScoreUpdate score, Context context, Collector<Warning> out) throws Exception {
        wait(scores, ScoreCodec.INSTANCE.write(score), score.asOfMillis(), context);
    }

    private void wait(MapState<Long, List<Object>> waiting, byte[] record, long time, Context context)
            throws Exception {
        if (late.isLate(time, context.timerService().currentWatermark())) {
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
        List<ScoreUpdate> said = taken(scores, ScoreCodec.INSTANCE, now);
        byte[] bytes = watched.value();
        ShopperWatch watch = bytes == null ? new ShopperWatch() : ShopperWatch.fromBytes(bytes);
        if (did.isEmpty() && said.isEmpty()) {
            if (watch.heardAt() + options.forget().toMillis() <= now && !watch.isObjected()) {
                watched.clear();
            }
            return;
        }
        boolean erased = apply(watch, context.getCurrentKey(), now, did, said, out);
        if (erased) {
            out.collect(Warning.erasure(context.getCurrentKey(), now));
        }
        if (erased && !watch.isObjected()) {
            watched.clear();
        } else {
            watched.update((erased ? watch.emptied() : watch).toBytes());
        }
    }

    private boolean apply(
            ShopperWatch watch,
            String user,
            long now,
            List<ShopAction> did,
            List<ScoreUpdate> said,
            Collector<Warning> out) {
        did.sort(Comparator.comparingInt(ShopAction::rank).thenComparing(ShopAction::eventId));
        boolean erased = false;
        for (ShopAction action : did) {
            EventType type = EventType.ofCode(action.type());
            erased |= type.endsProfile();
            watch.action(type, now, options.anyActivity());
        }
        List<ShopperScore> scored = said.stream()
                .filter(ShopperScore.class::isInstance)
                .map(ShopperScore.class::cast)
                .sorted(INTEREST_FIRST)
                .toList();
        for (ShopperScore score : watch.isObjected() ? List.<ShopperScore>of() : scored) {
            if (score instanceof InterestScore interest) {
                watch.moves(interest.to().isEmpty() ? "" : interest.to().get(0).category(), now);
            } else if (score instanceof ChurnScore churn && watch.score(churn.probability(), now, options)) {
                out.collect(warning(watch, user, churn));
            }
        }
        return erased || scored.size() < said.size();
    }

    private Warning warning(ShopperWatch watch, String user, ChurnScore score) {
        return new Warning(
                Decision.id(DecisionKind.OFFER, user, score.asOfMillis(), ""),
                user,
                score.asOfMillis(),
                score.id(),
                score.probability(),
                watch.features(score.probability(), score.asOfMillis()),
                watch.movesTo(),
                score.reasons().toArray(Reason[]::new),
                Warning.control(user, options),
                false);
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
