package io.leeway.experiments.nextcategory;

import io.leeway.evaluation.CategoryPopularity;
import io.leeway.evaluation.CategoryRule;
import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Contestant;
import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.NextCategory;
import io.leeway.evaluation.RankedCategories;
import io.leeway.experiments.EvaluationInput;
import io.leeway.jobs.JobException;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import io.leeway.training.InterestTrainer;
import io.leeway.training.TrainedModel;
import io.leeway.training.card.ModelAnswers;
import io.leeway.training.dataset.TrainingSplit;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.TrainingBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/** One split: a model and the rules, trained on the same examples. */
final class NextCategorySplit {
    static final String MODEL = "model";

    /** For thousands of categories, with each example seen about three times. */
    private static final TrainingBudget BUDGET = new TrainingBudget(250_000, 20_000, 2_400, 10_000);

    private static final Hyperparameters HYPERPARAMETERS = new Hyperparameters(
            OptionalDouble.of(5e-3),
            Hyperparameters.Schedule.COSINE,
            0,
            0.02,
            OptionalInt.empty(),
            3,
            OptionalInt.empty(),
            OptionalDouble.of(1));

    private final String name;
    private final List<TrainingExample> learn;
    private final List<TrainingExample> test;
    private final Map<String, RankedCategories> ranked = new LinkedHashMap<>();
    private final List<NextCategory> asked;

    NextCategorySplit(String name, List<TrainingExample> learn, List<TrainingExample> test) {
        this.name = name;
        this.learn = learn;
        this.test = test;
        this.asked = questions(test);
        if (learn.isEmpty() || test.isEmpty()) {
            throw new JobException("Expected examples to learn from and to ask about " + name + ", found "
                    + learn.size() + " and " + test.size() + "; give longer history, or events with categories");
        }
    }

    Comparison run(EvaluationInput input) {
        List<NextCategory> learned = questions(learn);
        CategoryPopularity popularity = CategoryPopularity.of(learned);
        TrainedModel model = new InterestTrainer()
                .train(
                        new TrainingSplit(learn, test),
                        input.training(Duration.ofDays(1), false, input.work().resolve(name), BUDGET, HYPERPARAMETERS),
                        input.listener());
        List<FeatureVector> vectors =
                test.stream().map(TrainingExample::features).toList();
        ranked.put(
                MODEL,
                ModelAnswers.interest(
                        model.directory(),
                        vectors,
                        asked.stream().map(NextCategory::next).toList(),
                        popularity.order().size(),
                        input.listener()));
        for (CategoryRule rule : List.of(
                CategoryRule.popularity(),
                CategoryRule.mostRecent(),
                CategoryRule.decayedFrequency(),
                CategoryRule.markov(learned),
                CategoryRule.decayedFrequencyAndMarkov(learned),
                CategoryRule.shortMemoryAndMarkov(learned))) {
            ranked.put(rule.name(), RankedCategories.by(rule, popularity, asked));
        }
        List<Contestant> contestants = new ArrayList<>();
        ranked.forEach((contestant, of) -> contestants.add(of.contestant(contestant)));
        return Comparison.of(asked.stream().map(NextCategory::user).toList(), contestants, input.seed());
    }

    private static List<NextCategory> questions(List<TrainingExample> examples) {
        return examples.stream().map(NextCategorySplit::question).toList();
    }

    private static NextCategory question(TrainingExample example) {
        FeatureVector features = example.features();
        List<String> earlier = new ArrayList<>();
        int actions = Task.INTEREST.features().get(0).width();
        for (int at = 0; at < actions; at++) {
            int id = features.ids()[at];
            if (id > 0) {
                earlier.add(features.dictionary()[id - 1]);
            }
        }
        return new NextCategory(features.userId(), earlier, example.nextCategories()[0]);
    }

    /** How many earlier actions an example knows of, at most 32. */
    static int known(TrainingExample example) {
        return question(example).earlier().size();
    }

    String name() {
        return name;
    }

    int learned() {
        return learn.size();
    }

    /** The share of questions whose answer is a category new to the shopper. */
    double isNew() {
        return asked.stream().filter(one -> !one.earlier().contains(one.next())).count() / (double) asked.size();
    }

    /** The share of questions whose answer never came next while learning. */
    double unknown() {
        Set<String> seen = new HashSet<>();
        learn.forEach(example -> seen.add(example.nextCategories()[0]));
        return asked.stream().filter(one -> !seen.contains(one.next())).count() / (double) asked.size();
    }

    List<EvaluationChart> charts() {
        List<EvaluationChart.Line> lines = EvaluationChart.lines(ranked, RankedCategories::hitRates);
        return List.of(
                new EvaluationChart.Lines(
                        "Hit rate", "categories shown", "the next one is among them", List.of(), lines),
                CategoryFlow.chart(asked, firsts()));
    }

    private List<List<String>> firsts() {
        RankedCategories model = ranked.get(MODEL);
        return model == null ? List.of() : model.firsts();
    }
}
