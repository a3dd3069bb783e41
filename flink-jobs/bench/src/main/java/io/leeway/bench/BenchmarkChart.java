package io.leeway.bench;

import io.leeway.bench.measure.BenchmarkResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/**
 * The ratios as bars that begin at one, with the spread of their rounds, on a logarithmic axis:
 * half and double are as far from one.
 */
final class BenchmarkChart {
    private BenchmarkChart() {}

    /**
     * Draws the ratios beside the report; returns the picture's file, none where there is no ratio.
     */
    static Optional<Path> draw(Path report, List<BenchmarkResult> results) throws IOException {
        String name = report.getFileName().toString();
        Path picture =
                report.resolveSibling((name.endsWith(".json") ? name.substring(0, name.length() - 5) : name) + ".png");
        List<String> labels = new ArrayList<>();
        List<Double> bars = new ArrayList<>();
        List<Double> halves = new ArrayList<>();
        double furthest = Math.log10(2);
        for (BenchmarkResult result : results) {
            Double ratio = result.ratio();
            Double low = result.low();
            Double high = result.high();
            if (ratio != null && low != null && high != null && low > 0) {
                labels.add(label(result) + ": " + ratio);
                bars.add(Math.log10(ratio));
                halves.add((Math.log10(high) - Math.log10(low)) / 2);
                furthest = Math.max(furthest, Math.max(-Math.log10(low), Math.log10(high)));
            }
        }
        if (labels.isEmpty()) {
            return Optional.empty();
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(900, 70 * labels.size()))
                .height(700)
                .title("Leeway: how near to the limit")
                .yAxisTitle("ratio (logarithmic)")
                .build();
        chart.getStyler().setXAxisLabelRotation(60);
        // The library's own logarithmic axis draws the spreads wrong: it is given logarithms, and
        // labels that undo them.
        chart.getStyler().setyAxisTickLabelsFormattingFunction(BenchmarkChart::ratio);
        chart.getStyler().setYAxisMin(-furthest * 1.1);
        chart.getStyler().setYAxisMax(furthest * 1.1);
        chart.getStyler().setLegendVisible(false);
        chart.addSeries("ratio", labels, bars, halves);
        BitmapEncoder.saveBitmap(chart, picture.toString(), BitmapEncoder.BitmapFormat.PNG);
        return Optional.of(picture);
    }

    private static String ratio(double logarithm) {
        return String.format(Locale.ROOT, "%.2g", Math.pow(10, logarithm));
    }

    private static String label(BenchmarkResult result) {
        return result.name()
                + (result.model() == null ? "" : " " + result.model())
                + (result.bundle() == null ? "" : " " + result.bundle());
    }
}
