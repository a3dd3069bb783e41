package io.leeway.cli.demo;

import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.training.options.TrainingProgress;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bar for each phase of training. */
public final class TrainingBars implements TrainingProgress, AutoCloseable {
    private final CommandScreen screen;
    private final Clock clock;
    private String phase = "";
    private @Nullable ProgressBar bar;

    public TrainingBars(CommandScreen screen, Clock clock) {
        this.screen = screen;
        this.clock = clock;
    }

    @Override
    public void progress(String newPhase, long done, long total) {
        ProgressBar current = bar;
        if (current == null || !newPhase.equals(phase)) {
            close();
            phase = newPhase;
            current = new ProgressBar(screen, newPhase, total, "steps", clock);
            bar = current;
        }
        current.update(done);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }

    /** One line: the model's figure on the later split beside the rule's. */
    static String summary(AuditReport.Model model) {
        Map<String, Double> metrics = model.metrics();
        return model.name().equals("churn")
                ? String.format(
                        Locale.ROOT,
                        "churn        AUC %.3f on the later split; recency %.3f, frequency %.3f",
                        metrics.getOrDefault("auc", Double.NaN),
                        metrics.getOrDefault("recency.auc", Double.NaN),
                        metrics.getOrDefault("frequency.auc", Double.NaN))
                : String.format(
                        Locale.ROOT,
                        "interest     HR@10 %.3f on the later split; popularity %.3f, most recent %.3f",
                        metrics.getOrDefault("hr@10", Double.NaN),
                        metrics.getOrDefault("popularity.hr@10", Double.NaN),
                        metrics.getOrDefault("mostRecent.hr@10", Double.NaN));
    }
}
