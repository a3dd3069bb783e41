package io.leeway.jobs;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelRepository;
import io.leeway.model.SavedModel;
import io.leeway.releases.KafkaReleaseFeed;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleaseTopics;
import io.leeway.scoring.BundleOptions;
import io.leeway.scoring.ReasonsAbove;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which models a job serves, and how. */
public final class ModelArguments {
    @Option(
            names = "--models",
            paramLabel = "DIR",
            required = true,
            description =
                    "Models in TensorFlow Serving's layout, DIR/churn/VERSION and DIR/interest/VERSION; the highest version answers.")
    Path models = Path.of("models");

    @Option(
            names = "--churn-digest",
            paramLabel = "SHA256",
            defaultValue = "",
            description =
                    "The digest that the churn model must have. Default: the one found at submission, by which every TaskManager checks its copy.")
    String churnDigest = "";

    @Option(
            names = "--interest-digest",
            paramLabel = "SHA256",
            defaultValue = "",
            description = "The same of the interest model.")
    String interestDigest = "";

    @Option(
            names = "--bundle-rows",
            paramLabel = "N",
            defaultValue = "128",
            description = "Rows a call of a model. Default: ${DEFAULT-VALUE}.")
    int bundleRows = 128;

    @Option(
            names = "--bundle-linger",
            paramLabel = "TIME",
            defaultValue = "PT0.02S",
            description = "How long a bundle's first row waits for others, wall clock. Default: ${DEFAULT-VALUE}.")
    Duration bundleLinger = Duration.ofMillis(20);

    @Option(
            names = "--reasons-above",
            paramLabel = "P",
            defaultValue = "0.5",
            converter = ThresholdConverter.class,
            description = "Churn scores of at least P carry reasons; 0 for all, or none. Default: ${DEFAULT-VALUE}.")
    double reasonsAbove = 0.5;

    @Option(
            names = "--drift-reasons-above",
            paramLabel = "D",
            defaultValue = "0.5",
            converter = ThresholdConverter.class,
            description =
                    "Interest scores with a drift of at least D carry reasons; 0 for all, or none. Default: ${DEFAULT-VALUE}.")
    double driftReasonsAbove = 0.5;

    @Option(
            names = "--reasons-in-history",
            description =
                    "Scores of history carry reasons too. Default: scores of the past are not acted on, so they do not.")
    boolean reasonsInHistory;

    @Option(
            names = "--releases",
            paramLabel = "TOPIC",
            description =
                    "Follows the releases there while it runs, as `leeway model` publishes them; for example leeway.releases. Default: what --models holds at submission answers.")
    @Nullable
    String releases;

    /** Where the job reads releases. */
    ReleaseFeed feed(@Nullable String bootstrap) {
        String topic = releases;
        if (topic == null) {
            return ReleaseFeed.none();
        }
        if (bootstrap == null) {
            throw new JobException(
                    "Expected --bootstrap with --releases, found none; name the brokers that have the topic " + topic);
        }
        ReleaseTopics topics = ReleaseTopics.at(KafkaConnection.to(bootstrap), topic);
        Preflight.requireReleaseTopics(topics);
        return new KafkaReleaseFeed(topics);
    }

    BundleOptions bundle() {
        return new BundleOptions(bundleRows, bundleLinger)
                .withReasons(new ReasonsAbove(reasonsAbove, driftReasonsAbove, reasonsInHistory));
    }

    /**
     * The releases of the newest versions, effective from the beginning. Each model is loaded and verified once here, so that a mistake shows at submission.
     *
     * @throws io.leeway.model.ModelException when one does not fit
     */
    List<ModelRelease> releases(ProfileSettings settings) {
        List<ModelRelease> releases = new ArrayList<>();
        for (Task task : Task.values()) {
            ModelLocation location = new ModelRepository(models.toAbsolutePath()).latest(task.id());
            String expected = task == Task.CHURN ? churnDigest : interestDigest;
            LoadOptions load = LoadOptions.serving(task, settings.featureSettings())
                    .withDigest(expected.isEmpty() ? null : expected);
            try (SavedModel model = SavedModel.load(location, load)) {
                releases.add(new ModelRelease(
                        task.id(),
                        location.version(),
                        model.digest(),
                        models.toAbsolutePath().toString(),
                        Long.MIN_VALUE));
            }
        }
        return releases;
    }
}
