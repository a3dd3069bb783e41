package io.leeway.evaluation.page;

import static io.leeway.evaluation.ReportText.text;

import java.util.ArrayList;
import java.util.List;

/** Round numbers along an axis. */
final class Ticks {
    private static final int ABOUT = 5;

    private Ticks() {}

    /** About five: steps of 1, 2 or 5 times a power of ten. */
    static List<Double> of(double low, double high) {
        double rough = (high - low) / ABOUT;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power;
        for (double factor : new double[] {2, 5, 10}) {
            if (step < rough) {
                step = factor * power;
            }
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    static String label(double tick) {
        String text = text("%.3f", tick);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
