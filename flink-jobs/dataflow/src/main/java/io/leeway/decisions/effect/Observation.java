package io.leeway.decisions.effect;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.LabelledScore;
import io.leeway.records.LoggedDecision;
import java.util.ArrayList;
import java.util.List;

/**
 * What one judged score or decision adds to one subject's figures.
 *
 * @param asOfMillis when it was scored or decided
 * @param closesMillis when the last of its window can have been judged, at the end of the window
 */
record Observation(EffectSubject subject, long asOfMillis, long closesMillis, EffectPart part, Evidence evidence) {
    /** The policy that decided. */
    private static final String LOGGED = "logged";

    private static final EffectSubject ALL_OFFERS = new EffectSubject(EffectSubject.Kind.OFFERS, "all", 0);
    private static final String CONVERSIONS = "ad conversion";

    /**
     * What is known of the outcome; NaN where it is not needed or not predicted.
     *
     * @param outcome what came of it: 0 or 1, or a value
     * @param predicted of what was done
     * @param propensity with which it was done
     * @param targetPropensity with which the judged policy would have done it
     * @param targetPredicted of what the judged policy would have done
     */
    record Evidence(
            double outcome, double predicted, double propensity, double targetPropensity, double targetPredicted) {
        private static Evidence of(double outcome, double predicted) {
            return new Evidence(outcome, predicted, Double.NaN, Double.NaN, Double.NaN);
        }

        private static Evidence of(double outcome) {
            return of(outcome, Double.NaN);
        }
    }

    static Observation of(LabelledScore labelled, EffectOptions options) {
        long asOf = labelled.score().asOfMillis();
        return new Observation(
                model(labelled.score().model(), labelled.score().version()),
                asOf,
                closes(asOf, options, options.horizon().toMillis()),
                EffectPart.SCORES,
                Evidence.of(labelled.stayedAway() ? 1 : 0, labelled.score().value()));
    }

    /** Of a decision: for its model, its group, and the policies that might have decided. */
    static List<Observation> of(JudgedDecision judged, EffectOptions options) {
        List<Observation> rows = new ArrayList<>();
        Decision decision = judged.logged().decision();
        DecisionKind kind = decision.kind();
        double reward = judged.worked() ? 1 : 0;
        boolean control = decision.control();
        // A click is predicted of those who see the advertisement; a bid that did not win says
        // nothing of that.
        boolean predictable = kind != DecisionKind.AD || judged.shown();
        if (predictable
                && !control
                && !Double.isNaN(decision.predicted())
                && !decision.model().isEmpty()) {
            EffectSubject model = model(decision.model(), decision.version());
            rows.add(row(decision, options, model, EffectPart.SCORES, Evidence.of(reward, decision.predicted())));
        }
        if (kind == DecisionKind.OFFER) {
            EffectPart group = control ? EffectPart.CONTROL : EffectPart.TREATED;
            EffectPart value = control ? EffectPart.CONTROL_VALUE : EffectPart.TREATED_VALUE;
            rows.add(row(decision, options, ALL_OFFERS, group, Evidence.of(reward)));
            rows.add(row(decision, options, ALL_OFFERS, value, Evidence.of(judged.value())));
            treatment(judged, options, reward, rows);
        }
        // An offer's propensity is over who is held out as well, so that those count for nothing
        // being done.
        if (!control || kind == DecisionKind.OFFER) {
            policies(judged.logged(), options, kind.id(), reward, decision.predicted(), rows);
        }
        if (kind == DecisionKind.AD && !control) {
            // The click's prediction says nothing of a conversion: no model, then.
            policies(judged.logged(), options, CONVERSIONS, judged.converted() ? 1 : 0, Double.NaN, rows);
        }
        return rows;
    }

    private static EffectSubject model(String name, long version) {
        return new EffectSubject(EffectSubject.Kind.MODEL, name, version);
    }

    private static void policies(
            LoggedDecision logged,
            EffectOptions options,
            String name,
            double reward,
            double predicted,
            List<Observation> rows) {
        Decision decision = logged.decision();
        EffectSubject subject = new EffectSubject(EffectSubject.Kind.POLICY, name, 0);
        // What was done is a policy too: the one that the others are compared with.
        EffectPart done = EffectPart.of(EffectPart.Kind.POLICY, LOGGED);
        rows.add(row(decision, options, subject, done, new Evidence(reward, Double.NaN, 1, 1, Double.NaN)));
        for (int i = 0; i < logged.targets().length; i++) {
            EffectPart target = EffectPart.of(EffectPart.Kind.POLICY, logged.targets()[i]);
            Evidence evidence = new Evidence(
                    reward,
                    predicted,
                    decision.propensity(),
                    logged.targetPropensities()[i],
                    logged.targetPredictions()[i]);
            rows.add(row(decision, options, subject, target, evidence));
        }
    }

    /** That this treatment was given, for what would have come if all had got it. */
    private static void treatment(JudgedDecision judged, EffectOptions options, double reward, List<Observation> rows) {
        Decision decision = judged.logged().decision();
        double none = Double.NaN;
        EffectPart always = EffectPart.of(EffectPart.Kind.ALWAYS, decision.action());
        EffectPart value = EffectPart.of(EffectPart.Kind.ALWAYS_VALUE, decision.action());
        double propensity = decision.propensity();
        rows.add(row(decision, options, ALL_OFFERS, always, new Evidence(reward, none, propensity, 1, none)));
        rows.add(row(decision, options, ALL_OFFERS, value, new Evidence(judged.value(), none, propensity, 1, none)));
        if (decision.control()) {
            EffectPart held = EffectPart.of(EffectPart.Kind.HELD_OUT, decision.action());
            rows.add(row(decision, options, ALL_OFFERS, held, Evidence.of(reward)));
        }
    }

    private static Observation row(
            Decision decision, EffectOptions options, EffectSubject subject, EffectPart part, Evidence evidence) {
        long asOf = decision.asOfMillis();
        return new Observation(
                subject, asOf, closes(asOf, options, options.maturityMillis(decision.kind())), part, evidence);
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
