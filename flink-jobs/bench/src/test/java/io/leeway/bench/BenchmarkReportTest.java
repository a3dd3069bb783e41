package io.leeway.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.RoundSpread;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures as machines and as people get them. */
class BenchmarkReportTest {
    private static final List<BenchmarkResult> RESULTS = List.of(
            BenchmarkResult.ratio(
                    "bundle-over-raw",
                    "churn",
                    128,
                    new RoundSpread(0.87654, 0.91239, 123.4),
                    Map.of("rawRowsPerSecond", 32_800L, "bundleRowsPerSecond", 29_000L)),
            BenchmarkResult.figures("checkpoint", null, Map.of("fullBytes", 12_345_678L)));

    @TempDir
    private Path folder;

    @Test
    void theReportHasTheShapeThatOthersRead() throws Exception {
        Path file = folder.resolve("b.json");
        BenchmarkReport.write(file, 1, RESULTS);
        JsonNode report = new ObjectMapper().readTree(file.toFile());
        assertThat(names(report)).containsExactly("machine", "results");
        assertThat(report.get("machine").get("cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(names(report.get("machine"))).contains("heapMegabytes", "system", "java");

        assertThat(report.get("results").size()).isEqualTo(2);
        JsonNode ratio = report.get("results").get(0);
        assertThat(names(ratio))
                .startsWith("name", "model", "bundle", "ratio")
                .containsExactlyInAnyOrder(
                        "name", "model", "bundle", "ratio", "low", "high", "rawRowsPerSecond", "bundleRowsPerSecond");
        assertThat(ratio.get("name").asText()).isEqualTo("bundle-over-raw");
        assertThat(ratio.get("model").asText()).isEqualTo("churn");
        assertThat(ratio.get("bundle").isInt()).isTrue();
        assertThat(ratio.get("ratio").asDouble()).isEqualTo(0.912);
        assertThat(ratio.get("low").asDouble()).isEqualTo(0.877);
        assertThat(ratio.get("high").asDouble()).isEqualTo(123);
        assertThat(ratio.get("rawRowsPerSecond").asLong()).isEqualTo(32_800);
        assertThat(names(report.get("results").get(1)))
                .as("what there is not is left out")
                .containsExactly("name", "fullBytes");
    }

    @Test
    void theTableSaysTheSame() {
        assertThat(BenchmarkReport.table(RESULTS))
                .containsExactly(
                        "part             of     bundle  ratio  low    high   figures",
                        "bundle-over-raw  churn  128     0.912  0.877  123.0  bundleRowsPerSecond 29,000, rawRowsPerSecond 32,800",
                        "checkpoint                                           fullBytes 12,345,678");
    }

    @Test
    void theChartIsAPictureBesideTheReport() throws Exception {
        Path picture = BenchmarkChart.draw(folder.resolve("b.json"), RESULTS).orElseThrow();
        assertThat(picture).isEqualTo(folder.resolve("b.png"));
        BufferedImage image = ImageIO.read(picture.toFile());
        assertThat(image.getWidth()).isEqualTo(900);
        assertThat(image.getHeight()).isEqualTo(700);
        assertThat(BenchmarkChart.draw(folder.resolve("c"), RESULTS)).contains(folder.resolve("c.png"));
    }

    /** A quarter and four are as far from one, and further than a half. */
    @Test
    void barsBeginAtOneAndAreAsLongAsRatiosAreFarFromIt() throws Exception {
        int quarter = bar(new RoundSpread(0.2, 0.25, 0.3125));
        assertThat(quarter).isGreaterThan(10_000);
        assertThat(bar(new RoundSpread(3.2, 4, 5))).isCloseTo(quarter, withinPercentage(3));
        assertThat(bar(new RoundSpread(0.2, 0.5, 0.625))).isCloseTo(quarter / 2, withinPercentage(5));
    }

    private int bar(RoundSpread spread) throws Exception {
        List<BenchmarkResult> one = List.of(BenchmarkResult.ratio("growth", null, null, spread, Map.of()));
        return coloured(ImageIO.read(BenchmarkChart.draw(folder.resolve("bar.json"), one)
                .orElseThrow()
                .toFile()));
    }

    /** As of {@code --only methods}. */
    @Test
    void withoutARatioThereIsNoChart() throws Exception {
        assertThat(BenchmarkChart.draw(folder.resolve("b.json"), RESULTS.subList(1, 2)))
                .isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    /** Pixels of a colour of their own, neither white nor grey. */
    private static int coloured(BufferedImage image) {
        int coloured = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int red = image.getRGB(x, y) >> 16 & 255;
                int blue = image.getRGB(x, y) & 255;
                coloured += Math.abs(red - blue) > 40 ? 1 : 0;
            }
        }
        return coloured;
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
