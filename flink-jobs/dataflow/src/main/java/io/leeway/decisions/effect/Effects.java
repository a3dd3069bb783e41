package io.leeway.decisions.effect;

import io.leeway.records.LabelledScore;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import io.leeway.topics.Effect;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Did it work? Joins decisions with what came of them, and adds up models, offers and policies by
 * windows of as-of time.
 *
 * <p>Effects are a function of the set of scores, decisions and outcomes: sums are exact, so that
 * order does not show. A window's come when the watermark has passed its end and the time in which
 * something could still have come of its last decision.
 */
public final class Effects {
    private Effects() {}

    /**
     * Adds the stage.
     *
     * @param scores churn scores whose horizon has passed
     */
    public static DataStream<Effect> of(
            DataStream<LabelledScore> scores,
            DataStream<LoggedDecision> decisions,
            DataStream<Outcome> outcomes,
            EffectOptions options) {
        DataStream<Observation> ofScores = scores.map(
                        outcome -> Observation.of(outcome, options), TypeInformation.of(Observation.class))
                .name("effect-scores");
        DataStream<Observation> ofDecisions = decisions
                .keyBy(logged -> logged.decision().id(), Types.STRING)
                .connect(outcomes.keyBy(Outcome::decisionId, Types.STRING))
                .process(new DecisionOutcomes(options), TypeInformation.of(JudgedDecision.class))
                .name("effect-outcomes")
                .uid("effect-outcomes")
                .<Observation>flatMap(
                        (judged, out) -> Observation.of(judged, options).forEach(out::collect))
                .returns(TypeInformation.of(Observation.class))
                .name("effect-rows");
        return ofScores.union(ofDecisions)
                .keyBy(row -> row.subject().key(), Types.STRING)
                .process(new EffectWindows(options), TypeInformation.of(Effect.class))
                .name("effect-windows")
                .uid("effect-windows");
    }
}
