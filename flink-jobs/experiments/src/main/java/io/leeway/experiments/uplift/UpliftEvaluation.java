package io.leeway.experiments.uplift;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Comparison.Difference;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.experiments.EvaluationInput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What a mail changes in Hillstrom's randomised experiment. */
public record UpliftEvaluation(int splits) {
    private static final int SPLITS = 10;
    private static final String VISITS = "visits";

    public UpliftEvaluation() {
        this(SPLITS);
    }

    public Evaluation evaluate(EvaluationInput input) throws IOException {
        MailExperiment experiment = MailExperiment.read(input.requireDataset());
        MailPolicies policies = new MailPolicies(experiment);
        MailRankings rankings = new MailRankings(experiment, MailExperiment.WOMENS);
        for (int split = 0; split < splits; split++) {
            input.listener().progress("splitting in two", split, splits);
            policies.split(input.seed() + split);
            rankings.split(input.seed() + split);
        }
        input.listener().progress("splitting in two", splits, splits);
        List<String> all = names(experiment.mails().rows());
        List<String> some = names(rankings.rows());
        Comparison policy = policies.comparison(all, input.seed());
        Comparison mens = policies.besideMens(all, input.seed());
        Comparison ranking = rankings.besideRules(some, input.seed());
        Map<String, Comparison> others = new LinkedHashMap<>();
        others.put("the policy and men's mail to all", mens);
        others.put("women's mail for half of the customers", ranking);
        others.put("the same, beside other learners", rankings.besideLearners(some, input.seed()));
        return new Evaluation(
                "uplift",
                headline(mens, ranking),
                protocol(experiment, rankings),
                facts(policies, input.seed()),
                policy,
                others,
                notes(policy, policies),
                List.of(
                        qini("Qini curve: women's mail, beside the rules", rankings, false),
                        qini("Qini curve: women's mail, learner by learner", rankings, true)),
                null);
    }

    private static String headline(Comparison mens, Comparison ranking) {
        return mens.difference(VISITS)
                        .in("The learned policy brings %+.4f visits a customer (95 %% interval %+.4f to %+.4f) to the ")
                + mens.rule(MailPolicies.MENS_TO_ALL, VISITS).in("%.4f of men's mail to all; ")
                + ranking.model("kept@50")
                        .in("half of the women's mails, by uplift, keep %.3f (%.3f to %.3f) of what all bring.");
    }

    private List<String> protocol(MailExperiment experiment, MailRankings rankings) {
        return List.of(
                text(
                        "Hillstrom's experiment: %,d customers, by chance a third each with men's mail, women's mail or"
                                + " none. Do they visit within two weeks?",
                        experiment.mails().rows()),
                "Split in two by chance " + splits
                        + " times; what is asked of a half was learned on the other. Every customer is asked " + splits
                        + " times and counts with the mean.",
                "A policy sends each customer the mail, or none, of which it expects most visits. It is valued doubly"
                        + " robustly (AIPW): the known chances of a third, and regressions from the other half.",
                text(
                        "The ranking is asked on the %,d with women's mail or none: kept@50 is the share of the whole"
                                + " uplift that the first half brings, auuc and qini are visits for 1,000 customers.",
                        rankings.rows()),
                "Model: the doubly robust learner that win-back offers use, linear, with one ridge for both questions."
                        + " Intervals: 95 %, bootstrap over customers, 1000 draws, learners as they are.");
    }

    private Map<String, String> facts(MailPolicies policies, long seed) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("splits", Integer.toString(splits));
        facts.put("seed", Long.toString(seed));
        for (int mail = 0; mail < MailExperiment.MAILS.size(); mail++) {
            facts.put("the policy sends: " + MailExperiment.MAILS.get(mail), text("%.3f", policies.share(mail)));
        }
        return facts;
    }

    private static List<String> notes(Comparison policy, MailPolicies policies) {
        Difference rule = policy.difference(VISITS);
        return List.of(
                text(
                        "There is hardly more to win than men's mail to all, which the model would send to %.0f %%: the"
                                + " best rule, %s, is %+.4f above it, and the model %+.4f (%+.4f to %+.4f) from that.",
                        100 * policies.share(MailExperiment.MENS),
                        rule.overRule(),
                        policy.rule(rule.overRule(), VISITS).value()
                                - policy.rule(MailPolicies.MENS_TO_ALL, VISITS).value(),
                        rule.value(),
                        rule.low(),
                        rule.high()),
                "The ridge was set on this experiment's figures, of which it changes little: from 0.1 to 3 kept@50 is within"
                        + " 0.004.",
                "Rows of one score share their place: the rule bought-womens, which says yes to more than half, fills"
                        + " the budget with some of them by chance.",
                "The intervals do not hold what another split or another learner would change. No claim on sales: few"
                        + " of these customers bought anything.");
    }

    private static EvaluationChart qini(String title, MailRankings rankings, boolean ofLearners) {
        return new EvaluationChart.Lines(
                title,
                "share of customers who are sent the mail",
                "visits more, for 1,000 customers",
                rankings.reference(),
                rankings.curves(ofLearners));
    }

    private static List<String> names(int rows) {
        return IntStream.range(0, rows).mapToObj(Integer::toString).toList();
    }
}
