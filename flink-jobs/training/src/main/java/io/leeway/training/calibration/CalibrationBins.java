package io.leeway.training.calibration;

import io.leeway.evaluation.Metrics;
import java.util.ArrayList;
import java.util.List;

/** What was said beside what came, in ten bins of equally many rows by rising probability. */
public record CalibrationBins(List<Bin> bins) {
    private static final int BINS = 10;

    /**
     * Some rows of similar probability.
     *
     * @param said their mean probability
     * @param came the share that came
     */
    public record Bin(int rows, double said, double came) {}

    public static CalibrationBins of(double[] said, double[] came) {
        int[] order = Metrics.byScore(said);
        List<Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            int from = (int) ((long) bin * order.length / BINS);
            int to = (int) ((long) (bin + 1) * order.length / BINS);
            double saidSum = 0;
            double cameSum = 0;
            for (int i = from; i < to; i++) {
                saidSum += said[order[i]];
                cameSum += came[order[i]];
            }
            if (to > from) {
                bins.add(new Bin(to - from, saidSum / (to - from), cameSum / (to - from)));
            }
        }
        return new CalibrationBins(bins);
    }

    /** Expected calibration error, weighted by rows (Naeini et al. 2015). */
    public double error() {
        double sum = 0;
        int rows = 0;
        for (Bin bin : bins) {
            sum += bin.rows() * Math.abs(bin.said() - bin.came());
            rows += bin.rows();
        }
        return sum / rows;
    }
}
