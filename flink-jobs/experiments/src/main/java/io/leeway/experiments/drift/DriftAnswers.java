package io.leeway.experiments.drift;

import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Figure;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.records.TrainingExample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What each contestant holds the interest of some rows to be, beside the long-term one.
 *
 * @param interests by contestant and row: of the model, the rules and the hidden truth
 *     ({@code bayes})
 */
record DriftAnswers(List<TrainingExample> rows, List<float[]> longTerm, Map<String, List<float[]>> interests) {
    static final Figure DIRECTION = Figure.gain("direction@1");

    static final String MODEL = "model";
    static final String SHORT = "short-less-long";
    static final String RECENT = "most-recent";
    static final String POPULARITY = "popularity";
    static final String BAYES = "bayes";

    static DriftAnswers of(DriftRows from, List<TrainingExample> rows, float[] popularity, float[][] predicted) {
        List<float[]> longTerm = new ArrayList<>();
        Map<String, List<float[]>> interests = new LinkedHashMap<>();
        for (String name : List.of(MODEL, SHORT, RECENT, POPULARITY, BAYES)) {
            interests.put(name, new ArrayList<>());
        }
        for (int row = 0; row < rows.size(); row++) {
            TrainingExample example = rows.get(row);
            float[] known = from.known(example, "interest_long");
            longTerm.add(known);
            Map<String, float[]> here = Map.of(
                    MODEL, predicted[row],
                    SHORT, from.known(example, "interest_short"),
                    RECENT, from.mostRecent(example, known),
                    POPULARITY, popularity,
                    BAYES, from.hidden(example));
            here.forEach((name, interest) ->
                    interests.computeIfAbsent(name, absent -> new ArrayList<>()).add(interest));
        }
        return new DriftAnswers(rows, longTerm, interests);
    }

    /** The place of the category that gains most in a contestant's answer; −1 for none. */
    int rise(String contestant, int row) {
        return DriftRows.rise(longTerm.get(row), interest(contestant, row));
    }

    /** Whether the category that gains most is a visible drift's, of the rows asked. */
    Contestant direction(String contestant, DriftRows from, int[] asked) {
        double[] hits = new double[asked.length];
        for (int i = 0; i < hits.length; i++) {
            int rise = rise(contestant, asked[i]);
            String answer = rise < 0 ? null : from.categories().get(rise);
            hits[i] = from.visible(rows.get(asked[i])).stream().anyMatch(drift -> Objects.equals(drift.to(), answer))
                    ? 1
                    : 0;
        }
        return new Contestant(contestant, Map.of(DIRECTION, Contestant.mean(hits)));
    }

    /** The distance of an answer from the long-term interest, beside who drifts. */
    ScoredOutcomes outcomes(
            String contestant,
            Predicate<TrainingExample> asked,
            Predicate<TrainingExample> drifts,
            OptionalDouble threshold) {
        int[] of = IntStream.range(0, rows.size())
                .filter(row -> asked.test(rows.get(row)))
                .toArray();
        double[] distances = new double[of.length];
        boolean[] yes = new boolean[of.length];
        for (int i = 0; i < of.length; i++) {
            distances[i] = DriftRows.distance(longTerm.get(of[i]), interest(contestant, of[i]));
            yes[i] = drifts.test(rows.get(of[i]));
        }
        return new ScoredOutcomes(distances, yes, false, threshold);
    }

    /** As a score it is a distance, not a difference. */
    static String scoreName(String contestant) {
        return contestant.equals(DriftAnswers.SHORT) ? "short-to-long" : contestant;
    }

    private float[] interest(String contestant, int row) {
        return interests.getOrDefault(contestant, List.of()).get(row);
    }
}
