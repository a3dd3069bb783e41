package io.leeway.decisions.effect;

import io.leeway.estimators.BinnedScores;
import io.leeway.estimators.Estimate;
import io.leeway.estimators.OffPolicySums;
import io.leeway.estimators.SampleSums;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Numbers that add up row by row, part by part, and the figures that are made of them in the end. */
final class EffectFigures {
    private EffectFigures() {}

    /** Adds a row to a part's numbers; null begins them. */
    static double[] add(Observation row, double @Nullable [] numbers) {
        switch (row.kind()) {
            case Observation.MODEL -> {
                BinnedScores scores = numbers == null ? new BinnedScores() : new BinnedScores(numbers);
                scores.add(row.numbers()[0], row.numbers()[1] > 0);
                return scores.cells();
            }
            case Observation.OFFERS -> {
                if (row.part().startsWith(Observation.ALWAYS) || row.part().startsWith(Observation.ALWAYS_VALUE)) {
                    return policy(row.numbers(), numbers);
                }
                SampleSums sample = numbers == null ? new SampleSums() : new SampleSums(numbers);
                sample.add(row.numbers()[0]);
                return sample.cells();
            }
            default -> {
                return policy(row.numbers(), numbers);
            }
        }
    }

    private static double[] policy(double[] of, double @Nullable [] numbers) {
        OffPolicySums policy = numbers == null ? new OffPolicySums() : new OffPolicySums(numbers);
        if (Double.isNaN(of[3]) || Double.isNaN(of[4])) {
            policy.add(of[0], of[1], of[2]);
        } else {
            policy.add(of[0], of[1], of[2], of[3], of[4]);
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

    /** Of the offers of a window: those who got one against those held out, by return and by value. */
    static Map<String, Double> ofOffers(Map<String, double[]> parts) {
        Map<String, Double> figures = new TreeMap<>();
        SampleSums treated = sample(parts, Observation.TREATED);
        SampleSums control = sample(parts, Observation.CONTROL);
        figures.put("treated", treated.rows());
        figures.put("control", control.rows());
        put(figures, "treatedRate", treated.mean());
        put(figures, "controlRate", control.mean());
        put(figures, "uplift", treated.mean().less(control.mean()));
        put(
                figures,
                "valueUplift",
                sample(parts, Observation.TREATED_VALUE)
                        .mean()
                        .less(sample(parts, Observation.CONTROL_VALUE).mean()));
        return figures;
    }

    /**
     * What would have come if all had got a treatment, and how much more than of those held out; self-normalised. A treatment is chosen for whom it suits, so that the mean of those
     * who got it would say nothing of the treatment: propensities put that right. Nothing is compared with itself: of what those held out have there is no uplift.
     */
    static Map<String, Double> ofTreatment(Map<String, double[]> parts, String action) {
        OffPolicySums returns = ofAll(parts, Observation.ALWAYS + action);
        OffPolicySums value = ofAll(parts, Observation.ALWAYS_VALUE + action);
        Map<String, Double> figures = new TreeMap<>();
        put(figures, "rate", returns.snips());
        put(figures, "value", value.snips());
        figures.put("effectiveRows", returns.effectiveRows());
        figures.put("matched", returns.matched());
        figures.put("clipped", returns.clipped());
        if (!parts.containsKey(Observation.HELD_OUT + action)) {
            put(
                    figures,
                    "uplift",
                    returns.snips().less(sample(parts, Observation.CONTROL).mean()));
            put(
                    figures,
                    "valueUplift",
                    value.snips().less(sample(parts, Observation.CONTROL_VALUE).mean()));
            // Unbiased, and wider.
            put(
                    figures,
                    "uplift.ips",
                    returns.ips().less(sample(parts, Observation.CONTROL).mean()));
        }
        return figures;
    }

    /** With the rows of those who got another treatment, whose weight is nought. */
    private static OffPolicySums ofAll(Map<String, double[]> parts, String part) {
        double[] numbers =
                parts.getOrDefault(part, new double[OffPolicySums.LENGTH]).clone();
        numbers[0] =
                sample(parts, Observation.TREATED).rows() + sample(parts, Observation.CONTROL).rows();
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

    private static SampleSums sample(Map<String, double[]> parts, String part) {
        double[] numbers = parts.get(part);
        return numbers == null ? new SampleSums() : new SampleSums(numbers);
    }

    private static void put(Map<String, Double> figures, String name, Estimate estimate) {
        figures.put(name, estimate.value());
        figures.put(name + ".low", estimate.low());
        figures.put(name + ".high", estimate.high());
    }
}
