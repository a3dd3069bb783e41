package io.leeway.decisions.effect;

import io.leeway.records.DecisionKind;
import io.leeway.records.LabelledScore;
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
record Observation(String kind, String name, long version, long asOfMillis, long closesMillis, String part, double[] numbers) {
    static final String MODEL = "model";
    static final String OFFERS = "offers";
    static final String POLICY = "policy";

    /** What the deciding policy did. */
    static final String LOGGED = "logged";

    private static final String ALL = "all";
    private static final String CONVERSIONS = "ad conversion";

    static final String SCORES = "scores";
    static final String TREATED = "treated";
    static final String CONTROL = "control";
    static final String TREATED_VALUE = "treated.value";
    static final String CONTROL_VALUE = "control.value";

    /** Before a treatment: what it would have come to if all had got it. */
    static final String ALWAYS = "always|";

    /** The same in money. */
    static final String ALWAYS_VALUE = "always.value|";

    /** Before the treatment that those held out have: nothing. */
    static final String HELD_OUT = "held|";

    String subject() {
        return kind + '/' + name + '/' + version;
    }

    /** Of a churn score. */
    static Observation of(LabelledScore outcome, EffectOptions options) {
        return new Observation(
                MODEL,
                outcome.score().model(),
                outcome.score().version(),
                outcome.score().asOfMillis(),
                closes(outcome.score().asOfMillis(), options, options.horizon().toMillis()),
                SCORES,
                new double[] {outcome.score().value(), outcome.stayedAway() ? 1 : 0});
    }

    /** Of a decision: for its model, for what the held-out are compared with, and for the policies that might have decided. */
    static List<Observation> of(JudgedDecision judged, EffectOptions options) {
        List<Observation> rows = new ArrayList<>();
        LoggedDecision logged = judged.logged();
        DecisionKind kind = logged.decision().kind();
        double reward = judged.worked() ? 1 : 0;
        double predicted = logged.decision().predicted();
        boolean control = logged.decision().control();
        // A click is predicted of those who see the advertisement; a bid that did not win says nothing of that.
        boolean predictable = kind != DecisionKind.AD || judged.shown();
        if (predictable
                && !control
                && !Double.isNaN(predicted)
                && !logged.decision().model().isEmpty()) {
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
            rows.add(row(judged, options, OFFERS, ALL, 0, control ? CONTROL : TREATED, reward));
            rows.add(row(judged, options, OFFERS, ALL, 0, control ? CONTROL_VALUE : TREATED_VALUE, judged.value()));
            treatment(judged, options, reward, rows);
        }
        // An offer's propensity is over who is held out as well, so that those count for nothing being done.
        if (!control || kind == DecisionKind.OFFER) {
            policies(judged, options, kind.id(), reward, predicted, rows);
        }
        if (kind == DecisionKind.AD && !control) {
            // The click's prediction says nothing of a conversion: no model, then.
            policies(judged, options, CONVERSIONS, judged.converted() ? 1 : 0, Double.NaN, rows);
        }
        return rows;
    }

    private static void policies(
            JudgedDecision judged,
            EffectOptions options,
            String name,
            double reward,
            double predicted,
            List<Observation> rows) {
        LoggedDecision logged = judged.logged();
        // What was done is a policy too: the one that the others are held against.
        rows.add(row(judged, options, POLICY, name, 0, LOGGED, 1, 1, reward, Double.NaN, Double.NaN));
        for (int i = 0; i < logged.targets().length; i++) {
            rows.add(row(
                    judged,
                    options,
                    POLICY,
                    name,
                    0,
                    logged.targets()[i],
                    logged.decision().propensity(),
                    logged.targetPropensities()[i],
                    reward,
                    predicted,
                    logged.targetPredictions()[i]));
        }
    }

    /** That this treatment was given, for what would have come if all had got it; those who got another add nothing but themselves. */
    private static void treatment(JudgedDecision judged, EffectOptions options, double reward, List<Observation> rows) {
        String action = judged.logged().decision().action();
        double propensity = judged.logged().decision().propensity();
        double none = Double.NaN;
        rows.add(row(judged, options, OFFERS, ALL, 0, ALWAYS + action, propensity, 1, reward, none, none));
        rows.add(
                row(judged, options, OFFERS, ALL, 0, ALWAYS_VALUE + action, propensity, 1, judged.value(), none, none));
        if (judged.logged().decision().control()) {
            rows.add(row(judged, options, OFFERS, ALL, 0, HELD_OUT + action, reward));
        }
    }

    private static Observation row(
            JudgedDecision judged,
            EffectOptions options,
            String kind,
            String name,
            long version,
            String part,
            double... numbers) {
        long asOf = judged.logged().decision().asOfMillis();
        return new Observation(
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
