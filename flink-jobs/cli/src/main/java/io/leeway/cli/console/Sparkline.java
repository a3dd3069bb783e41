package io.leeway.cli.console;

/** A line of figures in [0, 1] as a line of text. */
public final class Sparkline {

    private static final String STEPS = "▁▂▃▄▅▆▇█";

    private Sparkline() {}

    /**
     * One character a figure, at most {@code width}: where there are more figures, each shows the
     * mean of its share of them. Figures outside [0, 1] are drawn at its ends.
     */
    public static String of(double[] figures, int width) {
        int columns = Math.min(width, figures.length);
        StringBuilder line = new StringBuilder(columns);
        for (int column = 0; column < columns; column++) {
            int from = column * figures.length / columns;
            int to = (column + 1) * figures.length / columns;
            double sum = 0;
            for (int i = from; i < to; i++) {
                sum += figures[i];
            }
            double mean = Math.max(0, Math.min(1, sum / (to - from)));
            line.append(STEPS.charAt((int) Math.min(STEPS.length() - 1L, (long) (mean * STEPS.length()))));
        }
        return line.toString();
    }
}
