package io.leeway.decisions.effect;

import io.leeway.estimators.BinnedScores;
import io.leeway.estimators.Estimate;
import io.leeway.estimators.OffPolicySums;
import io.leeway.estimators.SampleSums;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sums by part, added row by row, and the figures that are made of them. */
final class EffectFigures {
    private EffectFigures() {}

    /** Adds a row to a part's numbers; null begins them. */
    static double[] add(Observation row, double @Nullable [] numbers) {
        Observation.Evidence evidence = row.evidence();
        return switch (row.part().kind()) {
            case SCORES -> {
                BinnedScores scores = numbers == null ? new BinnedScores() : new BinnedScores(numbers);
                scores.add(evidence.predicted(), evidence.outcome() > 0);
                yield scores.cells();
            }
            case ALWAYS, ALWAYS_VALUE, POLICY -> policy(evidence, numbers);
            case TREATED, CONTROL, TREATED_VALUE, CONTROL_VALUE, HELD_OUT -> {
                SampleSums sample = numbers == null ? new SampleSums() : new SampleSums(numbers);
                sample.add(evidence.outcome());
                yield sample.cells();
            }
        };
    }

    private static double[] policy(Observation.Evidence of, double @Nullable [] numbers) {
        OffPolicySums policy = numbers == null ? new OffPolicySums() : new OffPolicySums(numbers);
        if (Double.isNaN(of.predicted()) || Double.isNaN(of.targetPredicted())) {
            policy.add(of.propensity(), of.targetPropensity(), of.outcome());
        } else {
            policy.add(of.propensity(), of.targetPropensity(), of.outcome(), of.predicted(), of.targetPredicted());
        }
        return policy.cells();
    }

    /**
     * Of a model's scores.
     *
     * @param before the window before's; null where there is none
     */
    static Map<String, Double> ofScores(double[] numbers, double @Nullable [] before) {
        BinnedScores scores = new BinnedScores(numbers);
        Map<String, Double> figures = new TreeMap<>(Map.of(
                "auc", scores.auc(),
                "auc.error", scores.aucError(),
                "logLoss", scores.logLoss(),
                "calibrationError", scores.calibrationError(),
                "meanPredicted", scores.meanPredicted(),
                "observed", scores.observed()));
        if (before != null) {
            figures.put("stabilityIndex", scores.stabilityIndex(new BinnedScores(before)));
        }
        return figures;
    }

    /** Of the offers of a window: treated against held out, by return and by value. */
    static Map<String, Double> ofOffers(Map<String, double[]> parts) {
        Map<String, Double> figures = new TreeMap<>();
        SampleSums treated = sample(parts, EffectPart.TREATED);
        SampleSums control = sample(parts, EffectPart.CONTROL);
        figures.put("treated", treated.rows());
        figures.put("control", control.rows());
        put(figures, "treatedRate", treated.mean());
        put(figures, "controlRate", control.mean());
        put(figures, "uplift", treated.mean().less(control.mean()));
        put(
                figures,
                "valueUplift",
                sample(parts, EffectPart.TREATED_VALUE)
                        .mean()
                        .less(sample(parts, EffectPart.CONTROL_VALUE).mean()));
        return figures;
    }

    /**
     * What would have come if all had got a treatment, and how much more than of those held out;
     * self-normalised. A treatment is chosen for whom it suits, so that the mean of those who got
     * it would say nothing of the treatment: propensities put that right. Nothing is compared with
     * itself: of what those held out have there is no uplift.
     */
    static Map<String, Double> ofTreatment(Map<String, double[]> parts, String action) {
        OffPolicySums returns = ofAll(parts, EffectPart.of(EffectPart.Kind.ALWAYS, action));
        OffPolicySums value = ofAll(parts, EffectPart.of(EffectPart.Kind.ALWAYS_VALUE, action));
        Map<String, Double> figures = new TreeMap<>();
        put(figures, "rate", returns.snips());
        put(figures, "value", value.snips());
        figures.put("effectiveRows", returns.effectiveRows());
        figures.put("matched", returns.matched());
        figures.put("clipped", returns.clipped());
        if (!parts.containsKey(EffectPart.of(EffectPart.Kind.HELD_OUT, action).key())) {
            put(
                    figures,
                    "uplift",
                    returns.snips().less(sample(parts, EffectPart.CONTROL).mean()));
            put(
                    figures,
                    "valueUplift",
                    value.snips().less(sample(parts, EffectPart.CONTROL_VALUE).mean()));
            // Unbiased, and wider.
            put(
                    figures,
                    "uplift.ips",
                    returns.ips().less(sample(parts, EffectPart.CONTROL).mean()));
        }
        return figures;
    }

    /** With the rows of those who got another treatment, whose weight is nought. */
    private static OffPolicySums ofAll(Map<String, double[]> parts, EffectPart part) {
        double[] numbers =
                parts.getOrDefault(part.key(), new double[OffPolicySums.LENGTH]).clone();
        numbers[0] = sample(parts, EffectPart.TREATED).rows()
                + sample(parts, EffectPart.CONTROL).rows();
        return new OffPolicySums(numbers);
    }

    /** Of one policy that might have decided. */
    static Map<String, Double> ofPolicy(double[] numbers) {
        OffPolicySums policy = new OffPolicySums(numbers);
        Map<String, Double> figures = new TreeMap<>();
        put(figures, "ips", policy.ips());
        put(figures, "snips", policy.snips());
        put(figures, "doublyRobust", policy.doublyRobust());
        figures.put("effectiveRows", policy.effectiveRows());
        figures.put("matched", policy.matched());
        figures.put("clipped", policy.clipped());
        return figures;
    }

    private static SampleSums sample(Map<String, double[]> parts, EffectPart part) {
        double[] numbers = parts.get(part.key());
        return numbers == null ? new SampleSums() : new SampleSums(numbers);
    }

    private static void put(Map<String, Double> figures, String name, Estimate estimate) {
        figures.put(name, estimate.value());
        figures.put(name + ".low", estimate.low());
        figures.put(name + ".high", estimate.high());
    }
}
