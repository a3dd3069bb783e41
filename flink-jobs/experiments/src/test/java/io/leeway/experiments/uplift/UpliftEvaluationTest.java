package io.leeway.experiments.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leeway.evaluation.Comparison;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.EvaluationInput;
import io.leeway.jobs.JobException;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpliftEvaluationTest {

    private static final String RANKING = "women's mail for half of the customers";

    @TempDir
    private Path folder;

    /**
     * Who ordered last moves the mail's effect, and that no rule looks for in this direction: the
     * model has to find it.
     */
    @Test
    void itFindsWhomAMailMovesAndWhichOne() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> lines = new ArrayList<>();
        lines.add("recency,history_segment,history,mens,womens,zip_code,newbie,channel,segment,visit,conversion,spend");
        for (int row = 0; row < 6000; row++) {
            int recency = 1 + random.nextInt(12);
            int mail = random.nextInt(3);
            double[] chances = {.1, .3, .1 + .04 * recency};
            lines.add(recency + ",1) x," + (30 + random.nextInt(400)) + "," + random.nextInt(2) + ","
                    + random.nextInt(2) + "," + List.of("Urban", "Rural").get(random.nextInt(2)) + ",0,Web,"
                    + MailExperiment.MAILS.get(mail) + "," + (random.nextDouble() < chances[mail] ? 1 : 0) + ",0,0");
        }
        Files.write(folder.resolve("hillstrom_data.csv"), lines);

        Evaluation evaluation = new UpliftEvaluation(2).evaluate(input(folder));

        // Women's mail to customers who came six months ago or earlier, men's to the others: .39 of
        // .36 and .30.
        Comparison.Difference policy = evaluation.comparison().differences().get("visits");
        assertThat(policy.overRule()).isEqualTo("womens-to-all");
        assertThat(policy.low()).isGreaterThan(0);
        Comparison ranking = evaluation.origins().get(RANKING);
        // Of an effect from .04 to .48 the upper half has three quarters.
        assertThat(ranking.model().get("kept@50").value()).isBetween(.7, .82);
        assertThat(ranking.differences().get("qini").isWin()).isTrue();
        assertThat(ranking.rules().get("recency").get("qini").high()).isLessThan(0);
    }

    @Test
    void aSegmentThatNobodyKnowsIsToldOnce() throws IOException {
        Files.write(
                folder.resolve("hillstrom_data.csv"),
                List.of(
                        "recency,history,mens,womens,newbie,zip_code,channel,segment,visit",
                        "3,20.5,1,0,0,Urban,Web,A letter,0"));
        assertThatThrownBy(() -> new UpliftEvaluation(1).evaluate(input(folder)))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("found 'A letter' in customer 1");
        assertThatThrownBy(() -> new UpliftEvaluation(1).evaluate(input(folder.resolve("absent"))))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("Expected hillstrom_data.csv or hillstrom_data.csv.gz in");
    }

    @Test
    void itHoldsOnTheRealExperiment() throws IOException {
        String root = System.getenv("LEEWAY_DATA");
        Path data =
                (root == null ? Path.of("..", "..", "..", "shared", "data") : Path.of(root)).resolve("hillstrom-email");
        assumeTrue(Files.isDirectory(data), () -> "No data in " + data + ": set LEEWAY_DATA to where it is");

        // Fewer splits than the command makes, for the time they take: of single splits kept@50
        // spreads by 0.015.
        Evaluation evaluation = new UpliftEvaluation(2).evaluate(input(data));

        assertThat(evaluation.comparison().rows()).isEqualTo(64_000);
        assertThat(evaluation
                        .origins()
                        .get("the policy and men's mail to all")
                        .differences()
                        .get("visits")
                        .value())
                .isGreaterThan(-.001);
        Comparison ranking = evaluation.origins().get(RANKING);
        assertThat(ranking.model().get("kept@50").value()).isGreaterThan(.79);
        assertThat(ranking.model().get("qini").low()).isGreaterThan(4);
        assertThat(ranking.rules().get("bought-womens").get("kept@50").value()).isBetween(.80, .83);
    }

    private EvaluationInput input(Path dataset) {
        return new EvaluationInput(
                StreamExecutionEnvironment::getExecutionEnvironment,
                null,
                dataset,
                null,
                null,
                null,
                0,
                7,
                folder,
                TrainingProgress.none());
    }
}
