package io.leeway.decisions.canary;

import io.leeway.records.JudgedScore;
import io.leeway.records.LabelledScore;
import io.leeway.records.Retirement;
import io.leeway.records.ReturnEvent;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * Watches canaries: by the distribution of their scores, hour by hour, and by what came true, when
 * it is known.
 *
 * <p>Of each user one score a window counts, so that a busy one does not weigh more than others.
 * Each operator has a uid and windows that end; scores that come after their window has ended are
 * left out, for figures do not depend on a few.
 */
public final class CanaryGuard {
    private static final TypeInformation<Map<Long, long[]>> COUNTS =
            Types.MAP(Types.LONG, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    private static final TypeInformation<Map<Long, double[]>> SUMS =
            Types.MAP(Types.LONG, PrimitiveArrayTypeInfo.DOUBLE_PRIMITIVE_ARRAY_TYPE_INFO);

    private CanaryGuard() {}

    /**
     * Adds the stage.
     *
     * @param scores committed ones of all models, with watermarks
     * @param comebacks of shoppers, with watermarks
     * @return canaries to be taken back; the same one may be found more than once
     */
    public static DataStream<Retirement> of(
            DataStream<JudgedScore> scores, DataStream<ReturnEvent> comebacks, GuardOptions options) {
        return ofJudged(scores, outcomes(scores, comebacks, options.horizon()), options);
    }

    /** The same of labels that were joined already. */
    public static DataStream<Retirement> ofJudged(
            DataStream<JudgedScore> scores, DataStream<LabelledScore> outcomes, GuardOptions options) {
        return byDistribution(scores, options).union(byOutcome(outcomes, options));
    }

    /** What came true of churn scores, each once its horizon has passed. */
    public static DataStream<LabelledScore> outcomes(
            DataStream<JudgedScore> scores, DataStream<ReturnEvent> comebacks, Duration horizon) {
        return scores.filter(score -> score.model().equals("churn"))
                .name("guard-churn")
                .keyBy(JudgedScore::userId)
                .connect(comebacks.keyBy(ReturnEvent::userId))
                .process(new ScoreLabels(horizon), TypeInformation.of(LabelledScore.class))
                .name("guard-outcomes")
                .uid("guard-outcomes");
    }

    private static DataStream<Retirement> byDistribution(DataStream<JudgedScore> scores, GuardOptions options) {
        return oneOfEachUser(scores, options, "guard-users")
                .keyBy(JudgedScore::model)
                .window(TumblingEventTimeWindows.of(options.window()))
                .aggregate(
                        new ScoreCounts(),
                        new Verdicts<>(options, CanaryVerdicts::byDistribution),
                        COUNTS,
                        COUNTS,
                        TypeInformation.of(Retirement.class))
                .name("guard-distributions")
                .uid("guard-distributions");
    }

    private static SingleOutputStreamOperator<JudgedScore> oneOfEachUser(
            DataStream<JudgedScore> scores, GuardOptions options, String uid) {
        return scores.keyBy(score -> score.model() + "/" + score.userId(), Types.STRING)
                .window(TumblingEventTimeWindows.of(options.window()))
                .reduce((one, other) -> one.asOfMillis() <= other.asOfMillis() ? one : other)
                .name(uid)
                .uid(uid);
    }

    private static DataStream<Retirement> byOutcome(DataStream<LabelledScore> outcomes, GuardOptions options) {
        return outcomes.keyBy(outcome -> outcome.score().model(), Types.STRING)
                .window(TumblingEventTimeWindows.of(options.outcomeWindow()))
                .aggregate(
                        new LossSums(),
                        new Verdicts<>(options, CanaryVerdicts::byOutcome),
                        SUMS,
                        SUMS,
                        TypeInformation.of(Retirement.class))
                .name("guard-losses")
                .uid("guard-losses");
    }

    /** Judges each version's figures of a window against the active versions'. */
    private static final class Verdicts<T> extends ProcessWindowFunction<Map<Long, T>, Retirement, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private final GuardOptions options;
        private final Verdict<T> verdict;

        private Verdicts(GuardOptions options, Verdict<T> verdict) {
            this.options = options;
            this.verdict = verdict;
        }

        @Override
        public void process(String model, Context context, Iterable<Map<Long, T>> windows, Collector<Retirement> out) {
            long end = context.window().getEnd();
            for (Map<Long, T> figures : windows) {
                for (Long version : figures.keySet()) {
                    if (version != ScoreCounts.ACTIVE) {
                        verdict.of(options, model, version, figures, end).ifPresent(out::collect);
                    }
                }
            }
        }
    }

    private interface Verdict<T> extends Serializable {
        Optional<Retirement> of(GuardOptions options, String model, long version, Map<Long, T> figures, long endMillis);
    }
}
