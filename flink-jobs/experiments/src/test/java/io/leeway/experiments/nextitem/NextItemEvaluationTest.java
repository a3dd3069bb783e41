package io.leeway.experiments.nextitem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.evaluation.Evaluation;
import io.leeway.evaluation.page.EvaluationHtml;
import io.leeway.evaluation.page.EvaluationJson;
import io.leeway.experiments.EvaluationInput;
import io.leeway.experiments.run.EvaluationRun;
import io.leeway.jobs.JobException;
import io.leeway.training.items.NextItemOptions;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A made-up shop whose next item depends on the last but one: a model that remembers beats every
 * rule that looks at the last alone.
 */
class NextItemEvaluationTest {

    private static final int ITEMS = 60;

    @TempDir
    Path folder;

    private EvaluationInput input(Path dataset) {
        return new EvaluationInput(
                () -> {
                    throw new AssertionError("no history is read");
                },
                null,
                dataset,
                null,
                null,
                null,
                0,
                5,
                folder.resolve("models"),
                TrainingProgress.none());
    }

    private Path shop() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder lines = new StringBuilder();
        for (int shopper = 0; shopper < 600; shopper++) {
            StringJoiner line = new StringJoiner(" ").add("u" + shopper);
            int before = random.nextInt(ITEMS);
            int last = random.nextInt(ITEMS);
            for (int i = random.nextInt(8); i < 12; i++) {
                line.add("i" + before);
                int next = random.nextInt(10) < 9 ? (before + 1) % ITEMS : random.nextInt(ITEMS);
                before = last;
                last = next;
            }
            lines.append(line).append('\n');
        }
        return Files.writeString(folder.resolve("shop.txt"), lines);
    }

    @Test
    void asksAboutTheLastItemAndShowsTheTradeOff() throws Exception {
        Evaluation evaluation = new NextItemEvaluation().evaluate(input(shop()), NextItemOptions.quick(5));
        ObjectNode json = EvaluationJson.of(evaluation);
        assertThat(json.at("/rows").asInt()).isEqualTo(600);
        assertThat(json.at("/model/recall@10").asDouble()).isGreaterThan(0.7);
        assertThat(json.at("/difference/ndcg@10/low").asDouble()).isPositive();
        assertThat(json.at("/rules").size()).isEqualTo(4);

        double diversity = 0;
        double novelty = 0;
        for (String tradeOff : new String[] {"1.00", "0.90", "0.80", "0.70", "0.60", "0.50"}) {
            double diverse = fact(json, tradeOff, "diversity@10");
            double novel = fact(json, tradeOff, "novelty@10");
            assertThat(diverse).isGreaterThan(diversity);
            assertThat(novel).isGreaterThan(novelty);
            diversity = diverse;
            novelty = novel;
        }
        // Ordered by relevance alone, what is shown is the headline's list.
        assertThat(fact(json, "1.00", "recall@10"))
                .isCloseTo(json.at("/model/recall@10").asDouble(), within(1e-3));
        assertThat(json.at("/origins").size()).isEqualTo(4);

        Path page = folder.resolve("next.html");
        EvaluationHtml.write(evaluation, page);
        assertThat(Files.readString(page)).contains("Diversity and novelty for recall", "item-knn", "leaks a little");
    }

    private static double fact(ObjectNode json, String tradeOff, String figure) {
        return json.at("/facts/tradeOff." + tradeOff + "." + figure).asDouble();
    }

    @Test
    void refusesShortSequences() throws IOException {
        Path file = Files.writeString(folder.resolve("short.txt"), "u1 a b c\nu2 a b\n");
        assertThatThrownBy(() -> EvaluationRun.evaluate("next-item", input(file)))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("3 items or more, found one of 2 of the user u2");
    }
}
