package io.leeway.experiments.nextcategory;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.features.AsOf;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which category does a shopper turn to next? Asked once of every shopper with five or more
 * actions: of the last one, ranked over all categories.
 *
 * <p>The headline follows the protocol in which such figures are published: everything but the last
 * actions is learned from, so that what is common to all (popularity, what follows what,
 * embeddings) has seen other shoppers' later days; a note marks it. Beside it is the split by time,
 * where nothing after the cut teaches anybody.
 */
public final class NextCategoryEvaluation {
    private static final int ACTIONS = 5;
    private static final int LAST_PART = 9;
    /** A label is what comes at the instant itself. */
    private static final Duration INSTANT = Duration.ofMillis(1);

    public Evaluation evaluate(EvaluationInput input) throws Exception {
        List<TrainingExample> examples =
                input
                        .examples(
                                Task.INTEREST,
                                new AsOf.EachEvent(2),
                                input.index().to(),
                                INSTANT,
                                false)
                        .stream()
                        .filter(example -> example.nextCategories().length > 0 && NextCategorySplit.known(example) > 0)
                        .toList();
        NextCategorySplit headline = leaveLastOut(examples);
        Comparison comparison = headline.run(input);
        Instant cut = cut(input);
        NextCategorySplit byTime = byTime(examples, cut);
        Map<String, Comparison> origins = new LinkedHashMap<>();
        origins.put("nothing after " + cut + " learned from", byTime.run(input));
        return new Evaluation(
                "next-category",
                headline(comparison),
                protocol(input, comparison, headline),
                facts(input, headline, byTime, cut),
                comparison,
                origins,
                List.of(
                        "What all shoppers share (popularity, what follows what, embeddings) was learned from other shoppers' later days too: the protocol's way. The split by time keeps it out.",
                        "The interval of coverage@10 lies too low: a draw leaves out a third of the shoppers, and what only they were shown.",
                        "The order of actions of one instant is by event id; where a shopper's last instant has several, the first is asked about."),
                headline.charts(),
                null);
    }

    private static Instant cut(EvaluationInput input) {
        Instant given = input.cut();
        if (given != null) {
            return given;
        }
        Duration span = Duration.between(input.index().from(), input.index().to());
        return input.index().to().minus(span.dividedBy(LAST_PART));
    }

    private static NextCategorySplit leaveLastOut(List<TrainingExample> examples) {
        // By identity: an example's equality would compare arrays by theirs.
        Set<TrainingExample> asked = Collections.newSetFromMap(new IdentityHashMap<>());
        asked.addAll(latest(examples));
        return new NextCategorySplit(
                "leave-last-out",
                examples.stream().filter(example -> !asked.contains(example)).toList(),
                examples.stream().filter(asked::contains).toList());
    }

    private static NextCategorySplit byTime(List<TrainingExample> examples, Instant cut) {
        List<TrainingExample> before = new ArrayList<>();
        List<TrainingExample> after = new ArrayList<>();
        examples.forEach(
                example -> (example.features().asOfMillis() < cut.toEpochMilli() ? before : after).add(example));
        return new NextCategorySplit("by-time", before, latest(after));
    }

    /** Each shopper's last example, where four or more actions are known before it. */
    private static List<TrainingExample> latest(List<TrainingExample> inOrder) {
        Map<String, TrainingExample> latest = new HashMap<>();
        inOrder.forEach(example -> latest.put(example.features().userId(), example));
        return inOrder.stream()
                .filter(example -> latest.get(example.features().userId()) == example)
                .filter(example -> NextCategorySplit.known(example) >= ACTIONS - 1)
                .toList();
    }

    private static String headline(Comparison comparison) {
        List<String> parts = new ArrayList<>();
        comparison.differences().forEach((figure, difference) -> {
            Comparison.Estimate model = comparison.model().get(figure);
            if (model != null && List.of("hr@1", "hr@10", "ndcg@10").contains(figure)) {
                parts.add(figure.toUpperCase(Locale.ROOT)
                        + model.in(" %.3f, ")
                        + difference.in("%+.3f [%+.3f, %+.3f] over %s"));
            }
        });
        return "The next category, over all: " + String.join("; ", parts) + ".";
    }

    private static List<String> protocol(EvaluationInput input, Comparison comparison, NextCategorySplit split) {
        return List.of(
                text(
                        "Asked of %,d shoppers with %d or more actions: which category does the last one lie in? Features are as of the millisecond before it. Of the answers, %.1f %% are new to the shopper.",
                        comparison.shoppers(), ACTIONS, 100 * split.isNew()),
                text(
                        "The model and the rules that learn were taught by the other %,d actions; the model stopped by its loss on the last 4,000 of those by time.%s",
                        split.learned(),
                        "taobao".equals(input.format())
                                ? " The network and its step size were chosen by that loss, with the figures of the asked rows in sight: they are not untouched."
                                : ""),
                "Intervals: 95 %, bootstrap over shoppers, 1000 draws; differences are taken within each draw, and to the rule that is best by each figure on these very rows.");
    }

    private static Map<String, String> facts(
            EvaluationInput input, NextCategorySplit headline, NextCategorySplit byTime, Instant cut) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("from", input.index().from().toString());
        facts.put("to", input.index().to().toString());
        facts.put("seed", Long.toString(input.seed()));
        for (NextCategorySplit split : List.of(headline, byTime)) {
            facts.put(split.name() + ".learnedRows", Integer.toString(split.learned()));
            facts.put(split.name() + ".newToShopper", Double.toString(split.isNew()));
            facts.put(split.name() + ".neverSeen", Double.toString(split.unknown()));
        }
        facts.put("by-time.cut", cut.toString());
        return facts;
    }
}
