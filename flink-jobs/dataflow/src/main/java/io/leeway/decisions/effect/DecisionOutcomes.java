package io.leeway.decisions.effect;

import io.leeway.records.DecisionKind;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.state.LoggedDecisionCodec;
import io.leeway.state.OutcomeCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Holds each decision until its time has passed, and then says what came of it; by decision id. A
 * click counts for so long after the impression, or after the decision where none is known.
 *
 * <p><b>Keeps</b> the decision and the first outcome of each kind, five at most, until the
 * decision's time has passed; an outcome without a decision for as long as the longest decision
 * takes. Timers of event time clear both. <b>Late input</b>: a decision whose time has passed is
 * left out, and so is an outcome that comes when its decision was judged. The same decision, and
 * the same kind of outcome, count once: the earliest.
 */
final class DecisionOutcomes extends KeyedCoProcessFunction<String, LoggedDecision, Outcome, JudgedDecision> {
    private static final long serialVersionUID = 1L;

    private final EffectOptions options;

    private transient ValueState<Object> decision;
    private transient MapState<String, Object> outcomes;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    DecisionOutcomes(EffectOptions options) {
        this.options = options;
    }

    @Override
    public void open(OpenContext context) {
        decision = getRuntimeContext()
                .getState(new ValueStateDescriptor<>("decision", LoggedDecisionCodec.INSTANCE.type()));
        outcomes = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("outcomes", Types.STRING, OutcomeCodec.INSTANCE.type()));
    }

    @Override
    public void processElement1(LoggedDecision logged, Context context, Collector<JudgedDecision> out)
            throws Exception {
        long due = due(logged);
        if (decision.value() == null && due > context.timerService().currentWatermark()) {
            decision.update(LoggedDecisionCodec.INSTANCE.write(logged));
            context.timerService().registerEventTimeTimer(due);
        }
    }

    @Override
    public void processElement2(Outcome outcome, Context context, Collector<JudgedDecision> out) throws Exception {
        long forgotten = outcome.timeMillis() + longestMillis();
        if (forgotten <= context.timerService().currentWatermark()) {
            return;
        }
        Outcome held = outcome(outcome.kind());
        if (held == null || EARLIEST.compare(outcome, held) < 0) {
            outcomes.put(outcome.kind().id(), OutcomeCodec.INSTANCE.write(outcome));
        }
        context.timerService().registerEventTimeTimer(forgotten);
    }

    private static final Comparator<Outcome> EARLIEST =
            Comparator.comparingLong(Outcome::timeMillis).thenComparingDouble(Outcome::value);

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<JudgedDecision> out) throws Exception {
        Object stored = decision.value();
        LoggedDecision logged = stored == null ? null : LoggedDecisionCodec.INSTANCE.read(stored);
        if (logged != null && due(logged) <= timestamp) {
            out.collect(judge(logged));
            decision.clear();
            outcomes.clear();
            return;
        }
        List<String> past = new ArrayList<>();
        for (Object each : outcomes.values()) {
            Outcome outcome = OutcomeCodec.INSTANCE.read(each);
            if (logged == null && outcome.timeMillis() + longestMillis() <= timestamp) {
                past.add(outcome.kind().id());
            }
        }
        for (String kind : past) {
            outcomes.remove(kind);
        }
    }

    private JudgedDecision judge(LoggedDecision logged) throws Exception {
        DecisionKind kind = logged.decision().kind();
        Outcome.Kind wanted = kind == DecisionKind.OFFER ? Outcome.Kind.RETURN : Outcome.Kind.CLICK;
        Outcome seen = outcome(Outcome.Kind.IMPRESSION);
        boolean shown = seen != null && isInTime(seen, logged);
        long clickable =
                (seen != null && shown ? seen.timeMillis() : logged.decision().asOfMillis())
                        + options.clicks().toMillis();
        boolean worked = false;
        boolean converted = false;
        double value = 0;
        for (Object each : outcomes.values()) {
            Outcome outcome = OutcomeCodec.INSTANCE.read(each);
            if (isInTime(outcome, logged)) {
                worked |=
                        outcome.kind() == wanted && (wanted != Outcome.Kind.CLICK || outcome.timeMillis() <= clickable);
                converted |= outcome.kind() == Outcome.Kind.CONVERSION || outcome.kind() == Outcome.Kind.REDEMPTION;
                value += outcome.value();
            }
        }
        return new JudgedDecision(logged, shown, worked, converted, value);
    }

    private @Nullable Outcome outcome(Outcome.Kind kind) throws Exception {
        Object stored = outcomes.get(kind.id());
        return stored == null ? null : OutcomeCodec.INSTANCE.read(stored);
    }

    /** Outcomes after the decision's time must not show: they may be known or not. */
    private boolean isInTime(Outcome outcome, LoggedDecision logged) {
        return outcome.timeMillis() >= logged.decision().asOfMillis() && outcome.timeMillis() <= due(logged);
    }

    private long due(LoggedDecision logged) {
        return logged.decision().asOfMillis()
                + options.maturityMillis(logged.decision().kind());
    }

    private long longestMillis() {
        long longest = 0;
        for (DecisionKind kind : DecisionKind.values()) {
            longest = Math.max(longest, options.maturityMillis(kind));
        }
        return longest;
    }
}
