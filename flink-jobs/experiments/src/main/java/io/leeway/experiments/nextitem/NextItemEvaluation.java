package io.leeway.experiments.nextitem;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.ItemRule;
import io.leeway.evaluation.RankedItems;
import io.leeway.experiments.EvaluationInput;
import io.leeway.jobs.JobException;
import io.leeway.model.ModelManifest;
import io.leeway.sources.importers.ItemSequenceFile;
import io.leeway.training.TrainedModel;
import io.leeway.training.items.ItemSequences;
import io.leeway.training.items.NextItemOptions;
import io.leeway.training.items.NextItemTrainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Which item does a shopper turn to next? Asked of the last item of every sequence, ranked over all
 * items: the protocol in which such figures are published. The item before it chose when to stop
 * training; the rest was learned from.
 *
 * <p>Beside the ranking is what a shop would show of it: ten items at trade-offs between relevance
 * on one side, diversity and novelty on the other.
 */
public final class NextItemEvaluation {
    private static final String MODEL = "model";
    private static final int SHORTEST = 3;
    private static final double[] TRADE_OFFS = {1, 0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5};
    /** Those that are compared with the order of relevance, with intervals. */
    private static final List<Double> COMPARED = List.of(0.9, 0.8, 0.7);

    public Evaluation evaluate(EvaluationInput input) throws Exception {
        return evaluate(input, NextItemOptions.standard(input.seed()));
    }

    Evaluation evaluate(EvaluationInput input, NextItemOptions options) {
        ItemSequences sequences = read(input);
        ItemSequences learned = sequences.withoutLast(1);
        TrainedModel model = new NextItemTrainer(options, input.listener()).train(learned, input.work(), "items", 1);
        int[] next = sequences.sequences().stream()
                .mapToInt(sequence -> sequence[sequence.length - 1])
                .toArray();
        List<int[]> earlier = learned.sequences();
        NextItemAnswers answers = NextItemAnswers.of(model.directory(), earlier, next, input.listener());

        Map<String, RankedItems> ranked = new LinkedHashMap<>();
        ranked.put(MODEL, answers.ranked());
        int[] counts = learned.counts();
        for (ItemRule rule : List.of(
                ItemRule.popularity(),
                ItemRule.markov(earlier),
                ItemRule.coVisitation(earlier),
                ItemRule.nearestNeighbours(earlier))) {
            ranked.put(rule.name(), RankedItems.by(rule, counts, earlier, next));
        }
        List<ReRankedItems> reRanked = new ArrayList<>();
        double[] bits = ReRankedItems.bits(counts);
        for (double tradeOff : TRADE_OFFS) {
            reRanked.add(ReRankedItems.of(tradeOff, answers, bits, next));
            input.listener().progress("re-ranking", reRanked.size(), TRADE_OFFS.length);
        }

        List<String> shoppers = sequences.shoppers();
        Comparison comparison = compare(shoppers, ranked, RankedItems::contestant, input.seed());
        Map<String, Comparison> origins = new LinkedHashMap<>();
        origins.put(
                "the shopper's earlier items left out",
                compare(shoppers, ranked, RankedItems::amongOthers, input.seed()));
        for (ReRankedItems one : reRanked) {
            if (COMPARED.contains(one.tradeOff())) {
                origins.put(
                        "the model's first fifty re-ranked at " + one.name(),
                        Comparison.of(
                                shoppers,
                                one.contestant(MODEL),
                                List.of(reRanked.get(0).contestant("by relevance alone")),
                                input.seed()));
            }
        }
        return new Evaluation(
                "next-item",
                headline(comparison),
                protocol(sequences, learned, model.manifest()),
                facts(input, sequences, model.manifest(), reRanked),
                comparison,
                origins,
                List.of(
                        "The file has no times, and items of one day are in the order of their ids: what follows what within a day is partly that order, which leaks a little into every figure, the rules' too.",
                        "What all shoppers share (popularity, what follows what, embeddings) was learned from other shoppers' later items too: the protocol's way. Without times there is no split by time.",
                        "A tie counts as lost. Nothing is left out of the ranking in the headline, not even what the shopper has already; published figures differ in that.",
                        "Diversity is measured with the very vectors by which re-ranking chooses: it shows what the trade-off does, not what a shopper would feel."),
                charts(ranked, reRanked),
                null);
    }

    private static ItemSequences read(EvaluationInput input) {
        ItemSequences sequences;
        try {
            sequences = ItemSequences.of(ItemSequenceFile.read(input.requireDataset()));
        } catch (IOException unreadable) {
            throw new JobException(String.valueOf(unreadable.getMessage()), unreadable);
        }
        for (int i = 0; i < sequences.sequences().size(); i++) {
            int length = sequences.sequences().get(i).length;
            if (length < SHORTEST) {
                throw new JobException("Expected sequences of " + SHORTEST + " items or more, found one of " + length
                        + " of the user " + sequences.shoppers().get(i) + "; leave it out");
            }
        }
        return sequences;
    }

    private static Comparison compare(
            List<String> shoppers,
            Map<String, RankedItems> ranked,
            BiFunction<RankedItems, String, Contestant> as,
            long seed) {
        List<Contestant> contestants = new ArrayList<>();
        ranked.forEach((name, of) -> contestants.add(as.apply(of, name)));
        return Comparison.of(shoppers, contestants, seed);
    }

    private static String headline(Comparison comparison) {
        List<String> parts = new ArrayList<>();
        for (String figure : List.of("recall@10", "ndcg@10")) {
            Comparison.Estimate model = comparison.model().get(figure);
            Comparison.Difference difference = comparison.differences().get(figure);
            if (model != null && difference != null) {
                parts.add(figure + model.in(" %.4f [%.4f, %.4f], ") + difference.in("%+.4f [%+.4f, %+.4f] over %s"));
            }
        }
        return "The next item, over all: " + String.join("; ", parts) + ".";
    }

    private static List<String> protocol(ItemSequences sequences, ItemSequences learned, ModelManifest manifest) {
        return List.of(
                text(
                        "Asked of %,d shoppers: which of %,d items is the last one of the sequence? All items are ranked.",
                        sequences.shoppers().size(), sequences.items().size()),
                text(
                        "The model learned from all but the last two items of each; ranking the last but one over all items chose the weights after epoch %s, and by how much the score of an item is raised that the shopper has had already (%s; NDCG@10 there %.4f). The rules learned from all %,d items but the last ones. To answer, all of them know the shopper's items up to the last but one.",
                        manifest.training().get("epoch"),
                        manifest.training().get("again"),
                        manifest.metrics().get("validation.ndcg@10"),
                        learned.actions()),
                "Re-ranking takes ten of the model's first fifty: λ·relevance − (1 − λ)·(similarity to the most similar one chosen − novelty). Diversity is the mean distance (1 − cosine) of two items shown, novelty the mean −log2 of an item's share of the actions learned from.",
                "Intervals: 95 %, bootstrap over shoppers, 1000 draws; differences are taken within each draw, and to the rule that is best by each figure on these very rows.");
    }

    private static Map<String, String> facts(
            EvaluationInput input, ItemSequences sequences, ModelManifest manifest, List<ReRankedItems> reRanked) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("shoppers", Integer.toString(sequences.shoppers().size()));
        facts.put("items", Integer.toString(sequences.items().size()));
        facts.put("actions", Long.toString(sequences.actions()));
        facts.put("seed", Long.toString(input.seed()));
        new TreeMap<>(manifest.training()).forEach((name, value) -> facts.put("training." + name, value));
        new TreeMap<>(manifest.metrics()).forEach((name, value) -> facts.put(name, Double.toString(value)));
        for (ReRankedItems one : reRanked) {
            String prefix = text("tradeOff.%.2f.", one.tradeOff());
            facts.put(prefix + "recall@10", figure(one.recall()));
            facts.put(prefix + "ndcg@10", figure(one.gain()));
            facts.put(prefix + "diversity@10", figure(one.diversity()));
            facts.put(prefix + "novelty@10", figure(one.novelty()));
        }
        return facts;
    }

    private static String figure(double[] values) {
        return text("%.5f", ReRankedItems.mean(values));
    }

    private static List<EvaluationChart> charts(Map<String, RankedItems> ranked, List<ReRankedItems> reRanked) {
        List<EvaluationChart.Line> lines = EvaluationChart.lines(ranked, RankedItems::recalls);
        return List.of(
                new EvaluationChart.Lines("Recall", "items shown", "the next one is among them", List.of(), lines),
                new EvaluationChart.Lines(
                        "Diversity and novelty for recall",
                        "1 − λ: how little relevance counts",
                        "part of what it is by relevance alone",
                        List.of(new double[] {0, 1}, new double[] {1 - TRADE_OFFS[TRADE_OFFS.length - 1], 1}),
                        List.of(
                                relative("recall@10", reRanked, ReRankedItems::recall),
                                relative("diversity@10", reRanked, ReRankedItems::diversity),
                                relative("novelty@10", reRanked, ReRankedItems::novelty))));
    }

    private static EvaluationChart.Line relative(
            String name, List<ReRankedItems> reRanked, Function<ReRankedItems, double[]> figure) {
        double whole = ReRankedItems.mean(figure.apply(reRanked.get(0)));
        return new EvaluationChart.Line(
                name,
                reRanked.stream()
                        .map(one -> new double[] {
                            1 - one.tradeOff(), whole == 0 ? 0 : ReRankedItems.mean(figure.apply(one)) / whole
                        })
                        .toList());
    }
}
