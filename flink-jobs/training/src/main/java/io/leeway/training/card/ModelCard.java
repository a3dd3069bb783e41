package io.leeway.training.card;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.evaluation.Reliability;
import io.leeway.model.ModelCalibration;
import io.leeway.model.ModelManifest;
import io.leeway.model.ModelPrivacy;
import io.leeway.training.calibration.CalibrationPlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a person should know before a model decides anything (Mitchell et al. 2019):
 * {@code MODEL-CARD.md} and {@code calibration.svg} in the model's folder, written before it is
 * sealed, so that both are part of its digest. They say nothing of the version and of paths: the
 * same training gives the same bytes.
 */
public final class ModelCard {
    public static final String FILE_NAME = "MODEL-CARD.md";
    static final String PLOT = "calibration.svg";

    private final ModelManifest manifest;
    private final String command;
    private final StringBuilder text = new StringBuilder();

    private ModelCard(ModelManifest manifest, String command) {
        this.manifest = manifest;
        this.command = command;
    }

    /**
     * @param command what made the model
     * @param plotted what the plot shows
     * @param rows which rows these are
     */
    public static void write(Path directory, ModelManifest manifest, String command, Reliability plotted, String rows)
            throws IOException {
        ModelCard card = new ModelCard(manifest, command);
        card.compose(plotted, rows);
        Files.writeString(directory.resolve(FILE_NAME), card.text);
        Files.writeString(directory.resolve(PLOT), CalibrationPlot.svg(plotted, rows));
    }

    private void compose(Reliability plotted, String rows) {
        line("# The %s model", manifest.task());
        line("");
        line("It answers %s", question());
        section("Data");
        line("- trained on %s examples as of %s to %s", fact("rows"), fact("from"), fact("to"));
        line("- measured on %s later examples as of %s to %s", count("rows"), fact("test.from"), fact("test.to"));
        line(
                "- horizon %s days; what counts as coming back: %s",
                number(manifest.horizonDays()), manifest.returnEvent());
        line("- features: %s", String.join(", ", new TreeSet<>(manifest.inputs().values())));
        if (!manifest.vocabulary().isEmpty()) {
            line("- categories known by name: %d", manifest.vocabulary().size());
        }
        section("How it was made");
        line("    %s", command);
        line("");
        new TreeMap<>(manifest.training()).forEach((name, value) -> line("- %s: %s", name, value));
        section("How well it does, beside the rules it must beat");
        line(
                "On the later examples, which neither weights nor calibration have seen; intervals hold 95 in 100 resamples of shoppers.");
        line("");
        figures();
        section("Whether its probabilities mean what they say");
        calibration(plotted, rows);
        section("Privacy");
        privacy();
        section("Limits");
        limits();
    }

    private String question() {
        return manifest.task().equals("churn")
                ? "how probable it is that a shopper does not come back within the horizon."
                : "how what a shopper is interested in within the horizon is distributed over categories.";
    }

    private void figures() {
        Map<String, Double> metrics = new TreeMap<>(manifest.metrics());
        line("| figure | model | interval | rules |");
        line("|---|---|---|---|");
        metrics.forEach((name, value) -> {
            if (!isOfRule(name) && !isBound(name)) {
                line("| %s | %s | %s | %s |", name, number(value), interval(name), rules(name));
            }
        });
    }

    private boolean isBound(String name) {
        return name.endsWith(".low") || name.endsWith(".high");
    }

    private boolean isOfRule(String name) {
        int dot = name.indexOf('.');
        return dot > 0 && manifest.metrics().containsKey(name.substring(dot + 1));
    }

    private String interval(String name) {
        Double low = manifest.metrics().get(name + ".low");
        Double high = manifest.metrics().get(name + ".high");
        return low == null || high == null ? "" : number(low) + " to " + number(high);
    }

    private String rules(String figure) {
        List<String> rules = new ArrayList<>();
        new TreeMap<>(manifest.metrics()).forEach((name, value) -> {
            if (name.endsWith("." + figure) && isOfRule(name)) {
                rules.add(name.substring(0, name.indexOf('.')) + " " + number(value));
            }
        });
        return String.join(", ", rules);
    }

    private void calibration(Reliability plotted, String rows) {
        ModelCalibration calibration = manifest.calibration();
        Double temperature = calibration.parameters().get("temperature");
        if (calibration.fitted().isEmpty()) {
            line("No calibration was fitted.");
        } else {
            line(
                    temperature == null
                            ? "No temperature was applied: on the %s validation examples as of %s to %s it did not help shoppers it was not fitted on."
                            : "The graph divides logits by a temperature that was fitted on %s validation examples as of %s to %s.",
                    calibration.fitted().getOrDefault("rows", "unknown"),
                    calibration.fitted().getOrDefault("from", "unknown"),
                    calibration.fitted().getOrDefault("to", "unknown"));
            line(
                    "On them log-loss went from %s to %s, expected calibration error (ten bins of equally many rows) from %s to %s%s",
                    number(calibration.before().getOrDefault("logLoss", Double.NaN)),
                    number(calibration.after().getOrDefault("logLoss", Double.NaN)),
                    number(calibration.before().getOrDefault("ece", Double.NaN)),
                    number(calibration.after().getOrDefault("ece", Double.NaN)),
                    temperature == null ? "." : ", at temperature " + number(temperature) + ".");
        }
        line("");
        line("![%s](%s)", rows, PLOT);
        line("");
        line("Of %s, expected calibration error %s:", rows, number(plotted.expectedError()));
        line("");
        line("| rows | said | came |");
        line("|---|---|---|");
        plotted.bins()
                .forEach(bin -> line(
                        "| %d | %s | %s |", Math.round(bin.rows()), number(bin.predicted()), number(bin.happened())));
    }

    private void privacy() {
        ModelPrivacy privacy = manifest.privacy();
        if (privacy == null) {
            line(
                    "Trained without noise: nothing bounds what weights reveal of single shoppers. Treat the folder as you");
            line("treat the data. golden.json holds rows that were made up.");
            return;
        }
        line(
                "The weights are (%s, %s)-differentially private for each %s (noise %s, clip %s, sampling rate %s, %d steps; %s).",
                number(privacy.epsilon()),
                text("%.2g", privacy.delta()),
                privacy.unit(),
                number(privacy.noise()),
                number(privacy.clip()),
                text("%.6f", privacy.samplingRate()),
                privacy.steps(),
                privacy.accountant());
        line("");
        line("Not covered by that:");
        line("");
        privacy.notCovered().forEach(part -> line("- %s", part));
    }

    private void limits() {
        line(
                "- It has seen one shop within one window of time; another season, catalogue or crowd may change all figures above.");
        line("- Its probabilities are of the horizon above and of no other.");
        line("- What it says of a shopper is what shoppers with such features did, and no cause.");
        new TreeMap<>(manifest.metrics()).forEach((name, value) -> {
            String figure = name.substring(name.indexOf('.') + 1);
            Double low = manifest.metrics().get(figure + ".low");
            if (isOfRule(name) && low != null && low <= value) {
                line(
                        "- It is not shown to be ahead of the rule %s by %s: %s lies within or above the model's interval.",
                        name.substring(0, name.indexOf('.')), figure, number(value));
            }
        });
    }

    private String fact(String name) {
        return manifest.training().getOrDefault(name, "unknown");
    }

    private String count(String name) {
        return text("%.0f", manifest.metrics().getOrDefault(name, 0.0));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? text("%.0f", value) : text("%.4f", value);
    }

    private void section(String title) {
        line("");
        line("## %s", title);
        line("");
    }

    private void line(String format, Object... values) {
        text.append(text(format, values)).append('\n');
    }
}
