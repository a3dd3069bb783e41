package io.leeway.experiments.churn;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.Reliability;
import io.leeway.evaluation.ScoredOutcomes;
import io.leeway.experiments.EvaluationInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says in words, numbers and charts what an evaluation of churn found.
 *
 * @param origins in order of time, the test's cut last
 */
record ChurnReport(EvaluationInput input, ChurnCuts cuts, List<ChurnOrigin> origins, boolean purchases) {
    /** What was seen of a public dataset while the method was made, by its format. */
    private static final Map<String, List<String>> OF_DATASET = Map.of(
            "online-retail",
            List.of(
                    chosenAt("2011-06-10 and 2011-05-13"),
                    "Earlier cuts did not favour the mean of all known weeks as the level: it was kept after trials in which the calibration error at the last cut had been seen, so that error is not an untouched one."),
            "complete-journey",
            List.of(chosenAt("2017-07-02 and 2017-06-04")));

    private ChurnOrigin last() {
        return origins.get(origins.size() - 1);
    }

    Evaluation evaluation() {
        Map<String, Comparison> earlier = new LinkedHashMap<>();
        origins.subList(0, origins.size() - 1)
                .forEach(origin -> earlier.put(origin.cut().toString(), origin.comparison()));
        return new Evaluation(
                "churn", headline(), protocol(), facts(), last().comparison(), earlier, notes(), charts(), null);
    }

    private static String chosenAt(String cuts) {
        return "The network, its passes, decay and the number of cuts it is trained on were chosen by the AUC at the earlier cuts "
                + cuts + ". The last cut's AUC had been seen in trials too.";
    }

    private String headline() {
        Comparison.Difference difference = last().comparison().difference("auc");
        return text(
                        "Who stays away for %d days: the model's AUC is %.3f, %s ",
                        cuts.horizon().toDays(),
                        last().comparison().model("auc").value(),
                        difference.value() >= 0 ? "above" : "below")
                + text("%s by %.3f", difference.overRule(), Math.abs(difference.value()))
                + difference.in(" (95 %% interval %2$+.3f to %3$+.3f).");
    }

    private List<String> protocol() {
        String what = purchases ? "bought" : "were active";
        return List.of(
                text(
                        "Asked of all %,d shoppers who %s up to %s: do they stay away for the %d days after it? %.1f %% did.",
                        last().comparison().shoppers(),
                        what,
                        last().cut(),
                        cuts.horizon().toDays(),
                        100 * last().awayShare()),
                text(
                        "The rules that learn were taught by %,d rows of the same shop at %d earlier cuts, a label's horizon ending by the cut; the model by the last %d of these cuts, and it answers at the mean level of all of them.",
                        last().learned(),
                        cuts.knownBy(cuts.test()).size(),
                        Math.min(
                                ChurnOrigin.RECENT_CUTS,
                                cuts.knownBy(cuts.test()).size())),
                "Thresholds have the best F1 at the earlier cut whose outcomes were known; nothing was chosen on the rows of the last().",
                "Intervals: 95 %, bootstrap over shoppers, 1000 draws; differences are taken within each draw.");
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("cut", last().cut().toString());
        facts.put("horizonDays", Double.toString(cuts.horizonDays()));
        facts.put("from", input.index().from().toString());
        facts.put("to", input.index().to().toString());
        facts.put("seed", Long.toString(input.seed()));
        facts.put("stayedAway", Double.toString(last().awayShare()));
        facts.put("learnedRows", Integer.toString(last().learned()));
        facts.put("learnedCuts", Integer.toString(cuts.knownBy(cuts.test()).size()));
        last().outcomes().forEach((name, of) -> {
            if (of.areProbabilities()) {
                facts.put(name + ".eceFloor", Double.toString(Reliability.floor(of.scores(), input.seed())));
            }
            of.threshold().ifPresent(value -> facts.put(name + ".threshold", Double.toString(value)));
        });
        return facts;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>(OF_DATASET.getOrDefault(String.valueOf(input.format()), List.of()));
        notes.add(
                "The level is the mean of all known weeks because less than some years of history do not know the coming season.");
        notes.add(
                "An expected calibration error is above 0 even for a model that is exactly right; eceFloor is what it would then be on as many rows.");
        notes.add(
                "The bootstrap's interval of an expected calibration error lies too high: each draw adds its own noise to it.");
        return notes;
    }

    private List<EvaluationChart> charts() {
        ScoredOutcomes model = last().outcomes().get(ChurnOrigin.MODEL);
        if (model == null) {
            return List.of();
        }
        return List.of(
                EvaluationChart.roc(
                        "ROC",
                        "stayed nonetheless, of those who came back",
                        "found, of those who stayed away",
                        last().outcomes()),
                new EvaluationChart.Lines(
                        "Precision and recall",
                        "recall",
                        "precision",
                        List.of(new double[] {0, last().awayShare()}, new double[] {1, last().awayShare()}),
                        EvaluationChart.lines(last().outcomes(), ScoredOutcomes::precisionRecall)),
                new EvaluationChart.Calibration("What was predicted, and what happened", model.reliability()),
                EvaluationChart.lift(
                        "share of shoppers called, likeliest first",
                        "times as many found as by chance",
                        last().outcomes()));
    }
}
