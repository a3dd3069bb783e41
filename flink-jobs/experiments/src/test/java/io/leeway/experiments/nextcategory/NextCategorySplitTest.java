package io.leeway.experiments.nextcategory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.evaluation.EvaluationChart;
import io.leeway.evaluation.NextCategory;
import io.leeway.jobs.JobException;
import io.leeway.records.FeatureVector;
import io.leeway.records.TrainingExample;
import io.leeway.shopper.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked and how it is counted, without a model. */
class NextCategorySplitTest {
    /** A shopper who turned to some categories, and then to another. */
    private static TrainingExample example(String next, String... earlier) {
        List<String> dictionary = new ArrayList<>(new LinkedHashSet<>(List.of(earlier)));
        int[] ids = new int[Task.INTEREST.ids()];
        int slots = Task.INTEREST.features().get(0).width();
        for (int i = 0; i < earlier.length; i++) {
            // The latest is in the last slot; what is not filled is padding.
            ids[slots - earlier.length + i] = dictionary.indexOf(earlier[i]) + 1;
        }
        return new TrainingExample(
                new FeatureVector(
                        "u1",
                        0,
                        1,
                        true,
                        Task.INTEREST.id(),
                        dictionary.toArray(String[]::new),
                        ids,
                        new float[Task.INTEREST.numbers()],
                        0,
                        0),
                1,
                new String[] {next, "later"},
                new float[] {1, 1},
                true);
    }

    @Test
    void earlierActionsAreCountedAsOftenAsTheyCame() {
        assertThat(NextCategorySplit.known(example("a"))).isZero();
        assertThat(NextCategorySplit.known(example("a", "a", "b", "a"))).isEqualTo(3);
    }

    @Test
    void sharesOfNewAndOfUnseenAnswersAreThoseOfACount() {
        NextCategorySplit split = new NextCategorySplit(
                "by-time",
                List.of(example("a", "b"), example("b", "b")),
                List.of(
                        example("a", "a", "b"),
                        example("a", "b"),
                        example("c", "c"),
                        example("d", "a"),
                        example("later", "b", "a")));
        // New to the shopper: a after b, d after a, and the last one.
        assertThat(split.isNew()).isCloseTo(3 / 5.0, within(1e-12));
        // Never next while learning: c, d, and what came second then.
        assertThat(split.unknown()).isCloseTo(3 / 5.0, within(1e-12));
        assertThat(split.learned()).isEqualTo(2);
        assertThat(split.name()).isEqualTo("by-time");
    }

    @Test
    void aSideWithoutExamplesIsRefused() {
        TrainingExample one = example("a", "b");
        assertThatThrownBy(() -> new NextCategorySplit("by-time", List.of(), List.of(one, one)))
                .isInstanceOf(JobException.class)
                .hasMessage("Expected examples to learn from and to ask about by-time, found 0 and 2; give longer"
                        + " history, or events with categories");
        assertThatThrownBy(() -> new NextCategorySplit("by-time", List.of(one), List.of()))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("found 1 and 0");
    }

    @Test
    void theFlowCountsTheFirstCategoryBesideTheLast() {
        List<NextCategory> asked = List.of(
                new NextCategory("u1", List.of("b", "a"), "x"),
                new NextCategory("u2", List.of("a"), "x"),
                new NextCategory("u3", List.of("b"), "x"),
                new NextCategory("u4", List.of(), "x"),
                new NextCategory("u5", List.of("a"), "x"));
        EvaluationChart.Heat flow = (EvaluationChart.Heat) CategoryFlow.chart(
                asked,
                List.of(List.of("a", "c", "b"), List.of("b", "a"), List.of("c", "a"), List.of("c"), List.of("a")));
        // The most frequent first, ties by name. A list of the last category alone leads nowhere.
        assertThat(flow.rows()).containsExactly("a", "b");
        assertThat(flow.columns()).containsExactly("c", "b");
        assertThat(flow.values()).isDeepEqualTo(new double[][] {{1, 1}, {1, 0}});
    }

    @Test
    void theFlowShowsTheTwelveMostFrequent() {
        List<NextCategory> asked = new ArrayList<>();
        List<List<String>> firsts = new ArrayList<>();
        for (int category = 0; category < 20; category++) {
            for (int times = 0; times <= category; times++) {
                asked.add(new NextCategory("u", List.of("from" + category), "x"));
                firsts.add(List.of("to" + category));
            }
        }
        EvaluationChart.Heat flow = (EvaluationChart.Heat) CategoryFlow.chart(asked, firsts);
        assertThat(flow.rows()).hasSize(12).startsWith("from19").endsWith("from8");
        assertThat(flow.values()[0][0]).isEqualTo(20);
        assertThat(flow.values()[11][11]).isEqualTo(9);
    }
}
