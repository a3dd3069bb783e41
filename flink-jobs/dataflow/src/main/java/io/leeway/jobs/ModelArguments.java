package io.leeway.jobs;

import io.leeway.jobs.options.ModelOptions;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ReasonsAbove;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which models a job serves, and how. */
final class ModelArguments {
    private static final BundleOptions DEFAULTS = ModelOptions.BUNDLE;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            required = true,
            description =
                    "Models in TensorFlow Serving's layout, DIR/churn/VERSION and DIR/interest/VERSION; the highest version answers.")
    private Path models = Path.of("models");

    @Option(
            names = "--churn-digest",
            paramLabel = "SHA256",
            defaultValue = "",
            description =
                    "The digest that the churn model must have. Default: the one found at submission, by which every TaskManager checks its copy.")
    private String churnDigest = "";

    @Option(
            names = "--interest-digest",
            paramLabel = "SHA256",
            defaultValue = "",
            description = "The same of the interest model.")
    private String interestDigest = "";

    @Option(
            names = "--bundle-rows",
            paramLabel = "N",
            description = "Rows a call of a model. Default: ${DEFAULT-VALUE}.")
    private int bundleRows = DEFAULTS.rows();

    @Option(
            names = "--bundle-linger",
            paramLabel = "TIME",
            description = "How long a bundle's first row waits for others, wall clock. Default: ${DEFAULT-VALUE}.")
    private Duration bundleLinger = DEFAULTS.linger();

    @Option(
            names = "--reasons-above",
            paramLabel = "P",
            converter = ThresholdConverter.class,
            description = "Churn scores of at least P carry reasons; 0 for all, or none. Default: ${DEFAULT-VALUE}.")
    private double reasonsAbove = DEFAULTS.reasons().churn();

    @Option(
            names = "--drift-reasons-above",
            paramLabel = "D",
            converter = ThresholdConverter.class,
            description =
                    "Interest scores with a drift of at least D carry reasons; 0 for all, or none. Default: ${DEFAULT-VALUE}.")
    private double driftReasonsAbove = DEFAULTS.reasons().drift();

    @Option(
            names = "--reasons-in-history",
            description =
                    "Scores of history carry reasons too. Default: scores of the past are not acted on, so they do not.")
    private boolean reasonsInHistory;

    @Option(
            names = "--releases",
            paramLabel = "TOPIC",
            description =
                    "Follows the releases there while it runs, as `leeway model` publishes them; for example leeway.releases. Default: what --models holds at submission answers.")
    private @Nullable String releases;

    ModelOptions options() {
        return JobMain.checked(() -> new ModelOptions(
                models,
                churnDigest,
                interestDigest,
                new BundleOptions(bundleRows, bundleLinger)
                        .withReasons(new ReasonsAbove(reasonsAbove, driftReasonsAbove, reasonsInHistory)),
                releases));
    }

    /**
     * What this parses to the same options; the threads of TensorFlow and what is put before a
     * model have no option.
     */
    static void render(ModelOptions options, ArgumentList to) {
        BundleOptions bundle = options.bundle();
        to.add("--models", options.folder(), null)
                .add("--churn-digest", options.churnDigest(), "")
                .add("--interest-digest", options.interestDigest(), "")
                .add("--bundle-rows", bundle.rows(), DEFAULTS.rows())
                .add("--bundle-linger", bundle.linger(), DEFAULTS.linger())
                .addThreshold(
                        "--reasons-above",
                        bundle.reasons().churn(),
                        DEFAULTS.reasons().churn())
                .addThreshold(
                        "--drift-reasons-above",
                        bundle.reasons().drift(),
                        DEFAULTS.reasons().drift())
                .addFlag("--reasons-in-history", bundle.reasons().history())
                .add("--releases", options.releases(), null);
    }

    /** A probability from which on something is done, or {@code none}: infinity. */
    static final class ThresholdConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            if (text.equals("none")) {
                return Double.POSITIVE_INFINITY;
            }
            try {
                double threshold = Double.parseDouble(text);
                if (threshold >= 0 && threshold <= 1) {
                    return threshold;
                }
            } catch (NumberFormatException notANumber) {
                throw refused(text);
            }
            throw refused(text);
        }

        private static TypeConversionException refused(String text) {
            return new TypeConversionException("expected a probability from 0 to 1, or none, found '" + text + "'");
        }
    }
}
