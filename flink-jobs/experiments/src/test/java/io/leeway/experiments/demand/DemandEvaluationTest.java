package io.leeway.experiments.demand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leeway.evaluation.Comparison;
import io.leeway.experiments.EvaluationInput;
import io.leeway.jobs.JobException;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemandEvaluationTest {

    private static final LocalDate MONDAY = LocalDate.parse("2017-01-02");

    @TempDir
    private Path folder;

    @Test
    void daysAreCountedInWeeksFromMondayAndPartsOfWeeksAreLeftOut() throws IOException {
        List<String> lines = new ArrayList<>(List.of("product_id,transaction_timestamp"));
        // Two days before the first Monday, three after the last Sunday.
        LocalDate last = MONDAY.plusWeeks(20).plusDays(2);
        for (LocalDate day = MONDAY.minusDays(2); !day.isAfter(last); day = day.plusDays(1)) {
            lines.add("p1," + day + " 23:59:59");
            lines.add((day.equals(MONDAY.plusDays(13)) ? "p2" : "p9") + "," + day + " 00:00:00");
        }
        write(lines);

        WeeklyDemand demand = WeeklyDemand.read(folder);

        assertThat(demand.first()).isEqualTo(MONDAY);
        assertThat(demand.departments()).containsExactly("DAIRY", "MEAT", "none");
        assertThat(demand.weeks()).isEqualTo(20);
        assertThat(demand.lines()[0]).containsOnly(7);
        assertThat(Arrays.stream(demand.lines()[1]).sum()).isEqualTo(1);
        assertThat(demand.lines()[1][1]).isEqualTo(1);
        // From the second of January six days of a month's first seven; the week of the ninth has
        // none.
        assertThat(demand.monthBegins(0)).isCloseTo(6 / 7.0, within(1e-12));
        assertThat(demand.monthBegins(1)).isZero();
    }

    @Test
    void aForecastLearnsTheMonthAndNothingOfItsOwnWeekOrLater() {
        SplittableRandom random = new SplittableRandom(4);
        double[][] lines = new double[3][52];
        WeeklyDemand demand = new WeeklyDemand(List.of("a", "b", "c"), MONDAY, lines);
        double[] levels = {400, 120, 0.2};
        for (int week = 0; week < 52; week++) {
            for (int department = 0; department < 3; department++) {
                lines[department][week] = Math.rint(levels[department] * Math.exp(.3 * demand.monthBegins(week))
                        + (department == 2 ? 0 : 4 * random.nextGaussian()));
            }
        }
        for (int week = 30; week < 52; week++) {
            double[] forecast = DemandForecast.smoothed(.1).of(demand, week);
            for (int department = 0; department < 2; department++) {
                assertThat(forecast[department])
                        .isCloseTo(
                                levels[department] * Math.exp(.3 * demand.monthBegins(week)),
                                within(.08 * levels[department]));
            }
            assertThat(forecast[2]).isZero();
            double[][] cut = Arrays.stream(lines).map(double[]::clone).toArray(double[][]::new);
            for (double[] department : cut) {
                Arrays.fill(department, week, 52, 9999);
            }
            WeeklyDemand other = new WeeklyDemand(demand.departments(), MONDAY, cut);
            assertThat(DemandForecast.smoothed(.1).of(other, week)).isEqualTo(forecast);
            assertThat(DemandForecast.meanOf(4).of(other, week))
                    .isEqualTo(DemandForecast.meanOf(4).of(demand, week))
                    .startsWith(
                            (lines[0][week - 1] + lines[0][week - 2] + lines[0][week - 3] + lines[0][week - 4]) / 4);
        }
    }

    @Test
    void tooFewWeeksAreToldOnce() throws IOException {
        write(List.of("product_id,transaction_timestamp", "p1,2017-01-02 10:00:00"));
        assertThatThrownBy(() -> WeeklyDemand.read(folder))
                .isInstanceOf(JobException.class)
                .hasMessage("Expected 15 whole weeks of transactions, found 0");
    }

    @Test
    void itHoldsOnTheRealShop() throws IOException {
        String root = System.getenv("LEEWAY_DATA");
        Path data =
                (root == null ? Path.of("..", "..", "..", "shared", "data") : Path.of(root)).resolve("completejourney");
        assumeTrue(Files.isDirectory(data), () -> "No data in " + data + ": set LEEWAY_DATA to where it is");

        Comparison found = new DemandEvaluation()
                .evaluate(new EvaluationInput(
                        StreamExecutionEnvironment::getExecutionEnvironment,
                        null,
                        data,
                        null,
                        null,
                        null,
                        0,
                        7,
                        folder,
                        TrainingProgress.none()))
                .comparison();

        assertThat(found.shoppers()).as("weeks").isEqualTo(17);
        double model = found.model().get("wape").value();
        assertThat(model).isLessThan(found.rules().get("last-week").get("wape").value() - .04);
        assertThat(model)
                .isLessThan(found.rules().get("4-week-mean").get("wape").value() - .01);
    }

    private void write(List<String> lines) throws IOException {
        Files.write(folder.resolve("transactions_sample.csv"), lines);
        Files.write(folder.resolve("products.csv"), List.of("product_id,department", "p1,DAIRY", "p2,MEAT"));
    }
}
