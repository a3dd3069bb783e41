package io.leeway.evaluation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation found.
 *
 * @param headline one sentence for people: what was asked, and who won
 * @param protocol how rows, cuts and labels came about, a sentence each
 * @param facts what was counted or chosen on the way, by name: rows, dates, thresholds
 * @param comparison the last cut: the figures to quote
 * @param origins comparisons beside it, by name: earlier cuts, each with a model that was trained
 *     only on what could be known then, or other questions to the same model
 * @param notes what a reader must know not to be misled; each is marked in every report
 * @param bound the best there can be, where a simulated shop knows it; else null
 */
public record Evaluation(
        String task,
        String headline,
        List<String> protocol,
        Map<String, String> facts,
        Comparison comparison,
        Map<String, Comparison> origins,
        List<String> notes,
        List<EvaluationChart> charts,
        @Nullable Bound bound) {}
