package io.leeway.decisions.effect;

import io.leeway.records.DecisionKind;
import io.leeway.records.JudgedDecision;
import io.leeway.records.JudgedOutcome;
import io.leeway.records.LoggedDecision;
import java.util.ArrayList;
import java.util.List;

/**
 * What one judged score or decision adds to one subject's figures.
 *
 * @param kind of the subject: {@code model}, {@code offers} or {@code policy}
 * @param name the subject
 * @param version a model's; 0 of others
 * @param asOfMillis when it was scored or decided
 * @param closesMillis when the last of its window can have been judged, at the end of the window
 * @param part which figures: {@code scores}, {@code treated}, {@code control}, or a policy's name
 * @param numbers what they take
 */
record Row(String kind, String name, long version, long asOfMillis, long closesMillis, String part, double[] numbers) {
    static final String MODEL = "model";
    static final String OFFERS = "offers";
    static final String POLICY = "policy";

    static final String SCORES = "scores";
    static final String TREATED = "treated";
    static final String CONTROL = "control";
    static final String TREATED_VALUE = "treated.value";
    static final String CONTROL_VALUE = "control.value";

    String subject() {
        return kind + '/' + name + '/' + version;
    }

    /** Of a churn score. */
    static Row of(JudgedOutcome outcome, EffectOptions options) {
        return new Row(
                MODEL,
                outcome.score().model(),
                outcome.score().version(),
                outcome.score().asOfMillis(),
                closes(outcome.score().asOfMillis(), options, options.horizon().toMillis()),
                SCORES,
                new double[] {outcome.score().value(), outcome.stayedAway() ? 1 : 0});
    }

    /** Of a decision: for its model, for what the held-out are compared with, and for the policies that might have decided. */
    static List<Row> of(JudgedDecision judged, EffectOptions options) {
        List<Row> rows = new ArrayList<>();
        LoggedDecision logged = judged.logged();
        DecisionKind kind = logged.decision().kind();
        double reward = judged.worked() ? 1 : 0;
        double predicted = logged.decision().predicted();
        boolean control = logged.decision().control();
        if (!control && !Double.isNaN(predicted) && !logged.decision().model().isEmpty()) {
            rows.add(row(
                    judged,
                    options,
                    MODEL,
                    logged.decision().model(),
                    logged.decision().version(),
                    SCORES,
                    predicted,
                    reward));
        }
        if (kind == DecisionKind.OFFER) {
            rows.add(row(judged, options, OFFERS, "all", 0, control ? CONTROL : TREATED, reward));
            rows.add(row(judged, options, OFFERS, "all", 0, control ? CONTROL_VALUE : TREATED_VALUE, judged.value()));
        }
        if (!control) {
            double propensity = logged.decision().propensity();
            // What was done is a policy too: the one that the others are held against.
            rows.add(row(judged, options, POLICY, kind.id(), 0, "logged", 1, 1, reward, Double.NaN, Double.NaN));
            for (int i = 0; i < logged.targets().length; i++) {
                rows.add(row(
                        judged,
                        options,
                        POLICY,
                        kind.id(),
                        0,
                        logged.targets()[i],
                        propensity,
                        logged.targetPropensities()[i],
                        reward,
                        predicted,
                        logged.targetPredictions()[i]));
            }
            if (kind == DecisionKind.OFFER) {
                rows.add(row(
                        judged,
                        options,
                        POLICY,
                        kind.id(),
                        0,
                        "always " + logged.decision().action(),
                        propensity,
                        1,
                        reward,
                        Double.NaN,
                        Double.NaN));
            }
        }
        return rows;
    }

    private static Row row(
            JudgedDecision judged,
            EffectOptions options,
            String kind,
            String name,
            long version,
            String part,
            double... numbers) {
        long asOf = judged.logged().decision().asOfMillis();
        return new Row(
                kind,
                name,
                version,
                asOf,
                closes(
                        asOf,
                        options,
                        options.maturityMillis(judged.logged().decision().kind())),
                part,
                numbers);
    }

    private static long closes(long asOfMillis, EffectOptions options, long maturityMillis) {
        return from(asOfMillis, options) + options.window().toMillis() + maturityMillis;
    }

    /** When the window begins that an instant lies in. */
    static long from(long asOfMillis, EffectOptions options) {
        return Math.floorDiv(asOfMillis, options.window().toMillis())
                * options.window().toMillis();
    }
}
