package io.leeway.jobs;

import io.leeway.jobs.options.ModelOptions;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ReasonsAbove;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
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
            names = "--call-timeout",
            paramLabel = "TIME",
            description =
                    "After which a call of a model is ended, wall clock; its rows become dead letters. PT0S: never. Default: ${DEFAULT-VALUE}.")
    private Duration callTimeout = DEFAULTS.callTime();

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

    @Mixin
    private TrustArguments trust = new TrustArguments();

    @Option(
            names = "--release-root",
            paramLabel = "DIR",
            description = "Models of releases lie below it; others are refused. Default: --models.")
    private @Nullable Path releaseRoot;

    ModelOptions options() {
        Path root = releaseRoot;
        ReleaseTrust counted = root == null ? trust.trust() : trust.trust().below(root);
        return JobMain.checked(() -> new ModelOptions(
                models,
                churnDigest,
                interestDigest,
                new BundleOptions(bundleRows, bundleLinger)
                        .withCallTime(callTimeout)
                        .withReasons(new ReasonsAbove(reasonsAbove, driftReasonsAbove, reasonsInHistory)),
                releases,
                counted));
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
                .add("--call-timeout", bundle.callTime(), DEFAULTS.callTime())
                .addThreshold(
                        "--reasons-above",
                        bundle.reasons().churn(),
                        DEFAULTS.reasons().churn())
                .addThreshold(
                        "--drift-reasons-above",
                        bundle.reasons().drift(),
                        DEFAULTS.reasons().drift())
                .addFlag("--reasons-in-history", bundle.reasons().history())
                .add("--releases", options.releases(), null)
                .add("--release-keys", options.trust().keys(), null)
                .add("--signing-key", options.trust().signing(), null)
                .add("--release-root", options.trust().root(), null);
    }

    /** Whose releases count, and the key of who publishes. */
    static final class TrustArguments {
        @Option(
                names = "--release-keys",
                paramLabel = "FILE",
                description =
                        "The public keys whose releases count, and for what; each worker reads it at this path. Default: each writer of the topic can release.")
        private @Nullable String keys;

        @Option(
                names = "--signing-key",
                paramLabel = "FILE",
                description =
                        "The private key with which this job signs what it publishes there; needed with --release-keys.")
        private @Nullable String signing;

        ReleaseTrust trust() {
            return new ReleaseTrust(keys, signing, null);
        }
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
