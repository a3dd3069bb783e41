package io.leeway.experiments.uplift;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.uplift.DoublyRobust;
import io.leeway.evaluation.uplift.LoggedTreatments;
import io.leeway.evaluation.uplift.TreatmentOutcomes;
import io.leeway.evaluation.uplift.UpliftLearner;
import io.leeway.evaluation.uplift.UpliftModel;
import io.leeway.evaluation.uplift.UpliftRanking;
import io.leeway.experiments.uplift.MailExperiment.Customer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Who to send a mail to first: learned on one half and asked on the other, over splits. */
final class MailRankings {
    static final String MODEL = "model";
    private static final String MEAN = "mean-of-all";
    static final double BUDGET = 0.5;
    /** Set once for both questions. */
    private static final double RIDGE = 0.3;

    private static final Map<String, ToDoubleFunction<Customer>> RULES = rules();

    private final LoggedTreatments mails;
    private final List<Customer> customers;
    private final Map<String, UpliftRanking> learned = new LinkedHashMap<>();
    private final Map<String, UpliftRanking> ofRules = new LinkedHashMap<>();

    MailRankings(MailExperiment experiment, int mail) {
        mails = experiment.against(mail);
        List<Customer> some = new ArrayList<>();
        for (int row : experiment.sent(mail)) {
            some.add(experiment.rules().get(row));
        }
        customers = some;
        learned.put(MODEL, new UpliftRanking(mails.rows(), BUDGET));
        others().keySet().forEach(name -> learned.put(name, new UpliftRanking(mails.rows(), BUDGET)));
        learned.put(MEAN, new UpliftRanking(mails.rows(), BUDGET));
        RULES.keySet().forEach(name -> ofRules.put(name, new UpliftRanking(mails.rows(), BUDGET)));
    }

    /** The doubly robust learner, which win-back offers use too. */
    static UpliftLearner model(long seed) {
        return UpliftModel.learner(RIDGE, seed);
    }

    /** The others, by name; the mean of all is made of their answers. */
    static Map<String, UpliftLearner> others() {
        Map<String, UpliftLearner> learners = new LinkedHashMap<>();
        learners.put("t-learner", UpliftLearner.separate(1e-2));
        learners.put("x-learner", UpliftLearner.crossed(0.1));
        learners.put("s-learner", UpliftLearner.shared(1e-3, 3e-3));
        return learners;
    }

    /** Regressions inside doubly robust scores. */
    static UpliftLearner regressions() {
        return UpliftLearner.separate(1e-3);
    }

    private static Map<String, ToDoubleFunction<Customer>> rules() {
        Map<String, ToDoubleFunction<Customer>> rules = new LinkedHashMap<>();
        rules.put("bought-womens", customer -> customer.boughtWomens() ? 1 : 0);
        rules.put("recency", customer -> -customer.recencyMonths());
        rules.put("spent", Customer::spent);
        rules.put("random", customer -> 0);
        return rules;
    }

    void split(long seed) {
        int[] half = DoublyRobust.parts(mails.treatments(), mails.levels(), 2, seed);
        for (int asked = 0; asked < 2; asked++) {
            int here = asked;
            LoggedTreatments learn = mails.select(DoublyRobust.rows(half, one -> one != here));
            int[] rows = DoublyRobust.rows(half, one -> one == here);
            LoggedTreatments test = mails.select(rows);
            double[] effects = DoublyRobust.of(test, regressions().fit(learn)).effects(1, 0);
            Map<String, UpliftLearner> learners = new LinkedHashMap<>();
            learners.put(MODEL, model(seed));
            learners.putAll(others());
            double[] mean = new double[rows.length];
            learners.forEach((name, learner) -> {
                TreatmentOutcomes fitted = learner.fit(learn);
                double[] scores = new double[rows.length];
                for (int i = 0; i < rows.length; i++) {
                    scores[i] = fitted.uplift(test.features()[i], 1);
                    mean[i] += scores[i];
                }
                add(learned, name, rows, scores, effects);
            });
            add(learned, MEAN, rows, mean, effects);
            RULES.forEach((name, rule) -> {
                double[] scores = new double[rows.length];
                for (int i = 0; i < rows.length; i++) {
                    scores[i] = rule.applyAsDouble(customers.get(rows[i]));
                }
                add(ofRules, name, rows, scores, effects);
            });
        }
    }

    private static void add(Map<String, UpliftRanking> to, String name, int[] rows, double[] scores, double[] effects) {
        UpliftRanking ranking = to.get(name);
        if (ranking != null) {
            ranking.add(rows, scores, effects);
        }
    }

    int rows() {
        return mails.rows();
    }

    Comparison besideRules(List<String> users, long seed) {
        List<Contestant> rules = new ArrayList<>();
        ofRules.forEach((name, ranking) -> rules.add(ranking.contestant(name)));
        return Comparison.of(users, model(), rules, seed);
    }

    Comparison besideLearners(List<String> users, long seed) {
        List<Contestant> learners = new ArrayList<>();
        learned.forEach((name, ranking) -> {
            if (!name.equals(MODEL)) {
                learners.add(ranking.contestant(name));
            }
        });
        return Comparison.of(users, model(), learners, seed);
    }

    private Contestant model() {
        return learned.getOrDefault(MODEL, new UpliftRanking(mails.rows(), BUDGET))
                .contestant(MODEL);
    }

    /** Qini curves: of the model, then of the learners, or else of the rules. */
    List<EvaluationChart.Line> curves(boolean ofLearners) {
        List<EvaluationChart.Line> lines = new ArrayList<>();
        learned.forEach((name, ranking) -> {
            if (ofLearners || name.equals(MODEL)) {
                lines.add(new EvaluationChart.Line(name, ranking.curve()));
            }
        });
        if (!ofLearners) {
            ofRules.forEach((name, ranking) -> {
                if (!name.equals("random")) {
                    lines.add(new EvaluationChart.Line(name, ranking.curve()));
                }
            });
        }
        return lines;
    }

    /** The curve of an order by chance: from no customer to the whole effect. */
    List<double[]> reference() {
        return ofRules.getOrDefault("random", new UpliftRanking(1, BUDGET)).curve();
    }
}
