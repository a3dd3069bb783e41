package io.leeway.experiments.uplift;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Figure;
import io.leeway.evaluation.uplift.DoublyRobust;
import io.leeway.evaluation.uplift.LoggedTreatments;
import io.leeway.evaluation.uplift.TreatmentOutcomes;
import io.leeway.experiments.uplift.MailExperiment.Customer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Which mail to send to whom: learned on one half and asked on the other, over splits. */
final class MailPolicies {
    static final String MENS_TO_ALL = "mens-to-all";
    private static final Figure VISITS = Figure.gain("visits");
    private static final Map<String, ToIntFunction<Customer>> RULES = rules();

    private final MailExperiment experiment;
    private final double[] learned;
    private final Map<String, double[]> ofRules = new LinkedHashMap<>();
    private final double[] byChance;
    private final long[] chosen = new long[MailExperiment.MAILS.size()];
    private int splits;

    MailPolicies(MailExperiment experiment) {
        this.experiment = experiment;
        int rows = experiment.mails().rows();
        learned = new double[rows];
        byChance = new double[rows];
        RULES.keySet().forEach(name -> ofRules.put(name, new double[rows]));
    }

    private static Map<String, ToIntFunction<Customer>> rules() {
        Map<String, ToIntFunction<Customer>> rules = new LinkedHashMap<>();
        rules.put(MENS_TO_ALL, customer -> MailExperiment.MENS);
        rules.put("womens-to-all", customer -> MailExperiment.WOMENS);
        rules.put("none", customer -> MailExperiment.NONE);
        rules.put("what-they-bought", customer -> customer.boughtMens() ? MailExperiment.MENS : MailExperiment.WOMENS);
        return rules;
    }

    /** Learns on each half of a split, and asks the other. */
    void split(long seed) {
        LoggedTreatments mails = experiment.mails();
        int[] half = DoublyRobust.parts(mails.treatments(), mails.levels(), 2, seed);
        for (int asked = 0; asked < 2; asked++) {
            int here = asked;
            LoggedTreatments learn = mails.select(DoublyRobust.rows(half, one -> one != here));
            ask(
                    DoublyRobust.rows(half, one -> one == here),
                    MailRankings.model(seed).fit(learn),
                    MailRankings.regressions().fit(learn));
        }
        splits++;
    }

    private void ask(int[] rows, TreatmentOutcomes model, TreatmentOutcomes regressions) {
        LoggedTreatments asked = experiment.mails().select(rows);
        double[][] scores = DoublyRobust.of(asked, regressions).scores();
        for (int i = 0; i < rows.length; i++) {
            double[] expected = model.expected(asked.features()[i]);
            int best = IntStream.range(0, expected.length)
                    .reduce((one, other) -> expected[other] > expected[one] ? other : one)
                    .orElseThrow();
            chosen[best]++;
            int row = rows[i];
            int at = i;
            learned[row] += scores[best][at];
            for (double[] level : scores) {
                byChance[row] += level[at] / scores.length;
            }
            Customer customer = experiment.rules().get(row);
            ofRules.forEach((name, values) ->
                    values[row] += scores[RULES.getOrDefault(name, any -> 0).applyAsInt(customer)][at]);
        }
    }

    double share(int mail) {
        return (double) chosen[mail] / learned.length / splits;
    }

    Comparison comparison(List<String> users, long seed) {
        List<Contestant> rules = new ArrayList<>();
        ofRules.forEach((name, values) -> rules.add(contestant(name, values)));
        rules.add(contestant("random", byChance));
        return Comparison.of(users, contestant("model", learned), rules, seed);
    }

    Comparison besideMens(List<String> users, long seed) {
        double[] mens = ofRules.getOrDefault(MENS_TO_ALL, byChance);
        return Comparison.of(users, contestant("model", learned), List.of(contestant(MENS_TO_ALL, mens)), seed);
    }

    private Contestant contestant(String name, double[] sums) {
        double[] values = sums.clone();
        for (int row = 0; row < values.length; row++) {
            values[row] /= splits;
        }
        return new Contestant(name, Map.of(VISITS, Contestant.mean(values)));
    }
}
