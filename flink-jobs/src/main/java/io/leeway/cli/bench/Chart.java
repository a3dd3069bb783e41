package io.leeway.cli.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.style.Styler;

/** The ratios as bars with the spread of their rounds, on a logarithmic axis: half and double are as far from one. */
final class Chart {
    private Chart() {}

    /** Draws the ratios beside the report; returns the picture's file. */
    static Path draw(Path report, List<Result> results) throws IOException {
        String name = report.getFileName().toString();
        Path picture =
                report.resolveSibling((name.endsWith(".json") ? name.substring(0, name.length() - 5) : name) + ".png");
        List<String> labels = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        List<Double> lows = new ArrayList<>();
        List<Double> highs = new ArrayList<>();
        for (Result result : results) {
            Double ratio = result.ratio();
            Double low = result.low();
            Double high = result.high();
            if (ratio != null && low != null && high != null) {
                labels.add(label(result));
                ratios.add(ratio);
                lows.add(low);
                highs.add(high);
            }
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(Math.max(900, 70 * labels.size()))
                .height(700)
                .title("Leeway: how near to the limit")
                .yAxisTitle("ratio (logarithmic)")
                .build();
        chart.getStyler().setXAxisLabelRotation(60);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setOverlapped(true);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        if (!labels.isEmpty()) {
            chart.addSeries("middle", labels, ratios);
            chart.addSeries("lowest round", labels, lows)
                    .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
            chart.addSeries("highest round", labels, highs)
                    .setChartCategorySeriesRenderStyle(CategorySeries.CategorySeriesRenderStyle.Scatter);
        }
        BitmapEncoder.saveBitmap(chart, picture.toString(), BitmapEncoder.BitmapFormat.PNG);
        return picture;
    }

    private static String label(Result result) {
        return result.name()
                + (result.model() == null ? "" : " " + result.model())
                + (result.bundle() == null ? "" : " " + result.bundle());
    }
}
