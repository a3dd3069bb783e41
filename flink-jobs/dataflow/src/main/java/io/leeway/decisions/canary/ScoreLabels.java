package io.leeway.decisions.canary;

import io.leeway.records.JudgedScore;
import io.leeway.records.LabelledScore;
import io.leeway.records.ReturnEvent;
import io.leeway.state.JudgedScoreSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Holds each score until its horizon has passed, and then says what came true. A score is not
 * judged earlier where the shopper came back, or those who did would be judged before those who did
 * not.
 *
 * <p><b>Keeps</b> a score a day and user until its horizon ends, and a comeback a day for as long:
 * at most twice as many entries as the horizon has days; timers clear both. <b>Late input</b>: a
 * score whose horizon has passed is left out; a comeback counts while the score that it concerns is
 * held.
 */
final class ScoreLabels extends KeyedCoProcessFunction<String, JudgedScore, ReturnEvent, LabelledScore> {
    private static final long serialVersionUID = 1L;
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final long horizonMillis;

    private transient MapState<Long, JudgedScore> scores;
    /** The first and the last return of each day, as only the edges of days matter. */
    private transient MapState<Long, long[]> comebacks;

    @SuppressWarnings("NullAway.Init") // Flink opens before anything else.
    ScoreLabels(Duration horizon) {
        this.horizonMillis = horizon.toMillis();
    }

    @Override
    public void open(OpenContext context) {
        scores = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>("scores", Types.LONG, JudgedScoreSerializer.TYPE));
        comebacks = getRuntimeContext()
                .getMapState(new MapStateDescriptor<>(
                        "comebacks", Types.LONG, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    }

    @Override
    public void processElement1(JudgedScore score, Context context, Collector<LabelledScore> out) throws Exception {
        long day = Math.floorDiv(score.asOfMillis(), DAY);
        long due = score.asOfMillis() + horizonMillis;
        JudgedScore held = scores.get(day);
        // The first of a day: the same one in whatever order they are read.
        if (due > context.timerService().currentWatermark()
                && (held == null || score.asOfMillis() < held.asOfMillis())) {
            scores.put(day, score);
            context.timerService().registerEventTimeTimer(due);
        }
    }

    @Override
    public void processElement2(ReturnEvent comeback, Context context, Collector<LabelledScore> out) throws Exception {
        long time = comeback.timeMillis();
        long due = time + horizonMillis;
        if (due > context.timerService().currentWatermark()) {
            long day = Math.floorDiv(time, DAY);
            long[] ends = comebacks.get(day);
            if (ends == null || time < ends[0] || time > ends[1]) {
                comebacks.put(
                        day,
                        ends == null
                                ? new long[] {time, time}
                                : new long[] {Math.min(time, ends[0]), Math.max(time, ends[1])});
                context.timerService().registerEventTimeTimer(due);
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<LabelledScore> out) throws Exception {
        List<Long> judged = new ArrayList<>();
        for (Map.Entry<Long, JudgedScore> each : scores.entries()) {
            JudgedScore score = each.getValue();
            if (score.asOfMillis() + horizonMillis <= timestamp) {
                out.collect(new LabelledScore(score, !cameBack(score)));
                judged.add(each.getKey());
            }
        }
        for (Long day : judged) {
            scores.remove(day);
        }
        List<Long> past = new ArrayList<>();
        for (Map.Entry<Long, long[]> each : comebacks.entries()) {
            if (each.getValue()[1] + horizonMillis <= timestamp) {
                past.add(each.getKey());
            }
        }
        for (Long day : past) {
            comebacks.remove(day);
        }
    }

    private boolean cameBack(JudgedScore score) throws Exception {
        long from = score.asOfMillis();
        for (long[] ends : comebacks.values()) {
            for (long comeback : ends) {
                if (comeback > from && comeback <= from + horizonMillis) {
                    return true;
                }
            }
        }
        return false;
    }
}
