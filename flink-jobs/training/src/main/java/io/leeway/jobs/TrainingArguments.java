package io.leeway.jobs;

import static io.leeway.evaluation.ReportText.text;

import io.leeway.jobs.options.FittingOptions;
import io.leeway.training.options.Hyperparameters;
import io.leeway.training.options.PrivacyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How weights are fitted, as options. */
final class TrainingArguments {
    private static final int KEY_BYTES = 32;
    private static final Hyperparameters DEFAULTS = Hyperparameters.defaults();

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Of Adam, after its warm-up. Default: each model's own, 0.003.")
    private @Nullable Double learningRate;

    @Option(
            names = "--schedule",
            paramLabel = "COSINE|LINEAR|CONSTANT",
            description = "What becomes of the learning rate. Default: ${DEFAULT-VALUE}.")
    private Hyperparameters.Schedule schedule = DEFAULTS.schedule();

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "The share of hidden layers that each training step leaves out. Default: ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(
            names = "--weight-decay",
            paramLabel = "SHARE",
            description = "By which matrices shrink at learning rate 1. Default: ${DEFAULT-VALUE}.")
    private double weightDecay = DEFAULTS.weightDecay();

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the examples at most. Default: by their number, at most 24.")
    private @Nullable Integer epochs;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Passes without a better answer to the latest examples before training ends. Default: ${DEFAULT-VALUE}.")
    private int patience = DEFAULTS.patience();

    @Option(
            names = "--batch",
            paramLabel = "ROWS",
            description = "Examples a step. Default: by their number, at most 256.")
    private @Nullable Integer batch;

    @Option(
            names = "--class-weight",
            paramLabel = "none|balanced|WEIGHT",
            defaultValue = "none",
            description =
                    "How many times a shopper who left counts in churn's training; balanced makes both kinds count"
                            + " equally. Probabilities mean the same whatever it is. Default: ${DEFAULT-VALUE}.")
    private String classWeight = "none";

    @Option(
            names = "--search",
            paramLabel = "N",
            description =
                    "Tries N other learning rates, batches, dropouts and weight decays, drawn by the seed, and keeps"
                            + " what answers the validation examples best. Default: ${DEFAULT-VALUE}.")
    private int search;

    @Option(
            names = "--dp-noise",
            paramLabel = "SIGMA",
            description =
                    "Trains churn privately: normal noise of SIGMA times the clipping norm on the sum of each step's"
                            + " clipped gradients, of a shopper one example at most (Abadi et al. 2016); with --task churn and"
                            + " --churn-network DNN, CNN or WIDE_DEEP. The manifest says the epsilon.")
    private @Nullable Double noise;

    @Option(
            names = "--dp-clip",
            paramLabel = "NORM",
            defaultValue = "1",
            description = "To which each shopper's gradient is clipped. Default: ${DEFAULT-VALUE}.")
    private double clip = 1;

    @Option(
            names = "--dp-delta",
            paramLabel = "DELTA",
            defaultValue = "1e-5",
            description = "The chance that the epsilon does not hold. Default: ${DEFAULT-VALUE}.")
    private double delta = 1e-5;

    @Option(
            names = "--dp-shoppers",
            paramLabel = "N",
            defaultValue = "10000",
            description =
                    "About how many shoppers there are, as you would publish it: sampling, steps and epsilon go by"
                            + " it and never by a count. Default: ${DEFAULT-VALUE}.")
    private int shoppers = 10_000;

    @Option(
            names = "--dp-examples",
            paramLabel = "N",
            defaultValue = "8",
            description =
                    "How many examples of a shopper are kept; a step takes one at most. Default: ${DEFAULT-VALUE}.")
    private int examples = 8;

    @Option(
            names = "--dp-key",
            paramLabel = "FILE",
            description =
                    "At least 32 secret random bytes that noise and samples are made of; with them the noise can be taken"
                            + " off. Default: drawn for this training and forgotten, so that no second training gives the same bytes.")
    private @Nullable Path key;

    FittingOptions options() {
        return new FittingOptions(hyperparameters(), search, privacy());
    }

    private Hyperparameters hyperparameters() {
        return new Hyperparameters(
                learningRate == null ? OptionalDouble.empty() : OptionalDouble.of(learningRate),
                schedule,
                dropout,
                weightDecay,
                epochs == null ? OptionalInt.empty() : OptionalInt.of(epochs),
                patience,
                batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
                positiveWeight());
    }

    private OptionalDouble positiveWeight() {
        if (classWeight.equals("balanced")) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(classWeight.equals("none") ? 1 : Double.parseDouble(classWeight));
        } catch (NumberFormatException noNumber) {
            throw new JobException(
                    "Expected --class-weight none, balanced or a number, found '" + classWeight + "'", noNumber);
        }
    }

    private Optional<PrivacyOptions> privacy() {
        return noise == null
                ? Optional.empty()
                : Optional.of(
                        new PrivacyOptions(noise, clip, delta, shoppers, examples, new PrivacyOptions.Key(keyBytes())));
    }

    private byte[] keyBytes() {
        Path file = key;
        if (file == null) {
            byte[] drawn = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(drawn);
            return drawn;
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new JobException(
                    "Expected a readable key in " + file + ", found " + unreadable
                            + "; make one with: head -c 32 /dev/urandom > " + file,
                    unreadable);
        }
    }

    /**
     * The arguments that decide what comes out of a training with these options, for a model's
     * card.
     */
    static String render(FittingOptions options) {
        Hyperparameters hyperparameters = options.hyperparameters();
        StringBuilder command = new StringBuilder();
        hyperparameters.peakRate().ifPresent(rate -> add(command, "--learning-rate", rate));
        add(command, "--schedule", hyperparameters.schedule());
        add(command, "--dropout", hyperparameters.dropout());
        add(command, "--weight-decay", hyperparameters.weightDecay());
        hyperparameters.epochs().ifPresent(epochs -> add(command, "--epochs", epochs));
        add(command, "--patience", hyperparameters.patience());
        hyperparameters.batch().ifPresent(batch -> add(command, "--batch", batch));
        add(command, "--class-weight", classWeight(hyperparameters.positiveWeight()));
        add(command, "--search", options.search());
        options.privacy().ifPresent(privacy -> {
            add(command, "--dp-noise", privacy.noise());
            add(command, "--dp-clip", privacy.clip());
            add(command, "--dp-delta", privacy.delta());
            add(command, "--dp-shoppers", privacy.shoppers());
            add(command, "--dp-examples", privacy.examples());
        });
        return command.toString();
    }

    private static Object classWeight(OptionalDouble weight) {
        if (weight.isEmpty()) {
            return "balanced";
        }
        return weight.getAsDouble() == 1 ? "none" : weight.getAsDouble();
    }

    private static void add(StringBuilder command, String option, Object value) {
        command.append(text(" %s %s", option, value));
    }
}
