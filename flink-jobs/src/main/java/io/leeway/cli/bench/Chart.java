package io.leeway.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The ratios as bars with the spread of their rounds, on a logarithmic axis: half and double are as far from one. */
final class Chart {
    private Chart() {}

    /** Draws the ratios beside the report; returns the picture's file, none where there is no ratio. */
    static Optional<Path> draw(Path report, List<Result> results) throws IOException {
        String name = report.getFileName().toString();
        Path picture =
                report.resolveSibling((name.endsWith(".json") ? name.substring(0, name.length() - 5) : name) + ".png");
        List<String> labels = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> halves = new ArrayList<>();
        double lowest = 1;
        double highest = 1;
        for (Result result : results) {
            Double ratio = result.ratio();
            Double low = result.low();
            Double high = result.high();
            if (ratio != null && low != null && high != null) {
                labels.add(label(result));
                ratios.add(ratio);
                double half = Math.min((high - low) / 2, ratio * 0.9);
                halves.add(half);
                lowest = Math.min(lowest, ratio - half);
                highest = Math.max(highest, ratio + half);
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
        chart.getStyler().setYAxisLogarithmic(true);
        // Of itself the library would let bars begin at zero, which a logarithm does not know.
        chart.getStyler().setYAxisMin(Math.pow(10, Math.floor(Math.log10(lowest))));
        chart.getStyler().setYAxisMax(Math.pow(10, Math.ceil(Math.log10(highest))));
        chart.getStyler().setLabelsVisible(true);
        chart.getStyler().setLegendVisible(false);
        chart.addSeries("ratio", labels, ratios, halves);
        BitmapEncoder.saveBitmap(chart, picture.toString(), BitmapEncoder.BitmapFormat.PNG);
        return Optional.of(picture);
    }

    private static String label(Result result) {
        return result.name()
                + (result.model() == null ? "" : " " + result.model())
                + (result.bundle() == null ? "" : " " + result.bundle());
    }
}
