package io.leeway.jobs;

import io.leeway.jobs.options.ModelOptions;
import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelFiles;
import io.leeway.model.ModelLocation;
import io.leeway.model.ModelRepository;
import io.leeway.model.files.LocalFolder;
import io.leeway.model.trial.TriedModels;
import io.leeway.releases.KafkaReleaseFeed;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseFeed;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.releases.trust.TrustedKeys;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.Task;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From what a job was given to the releases that it serves. */
final class ServedModels {
    private static final Logger LOG = LoggerFactory.getLogger(ServedModels.class);

    private ServedModels() {}

    /** The topic with releases, or none. */
    static ReleaseFeed feed(ModelOptions options, @Nullable KafkaConnection kafka) {
        String topic = options.releases();
        if (topic == null) {
            return ReleaseFeed.none();
        }
        if (kafka == null) {
            throw new JobException(
                    "Expected --bootstrap with --releases, found none; name the brokers that have the topic " + topic);
        }
        ReleaseTrust trust = options.trust();
        return new KafkaReleaseFeed(ReleaseTopics.at(kafka, topic)
                .trusting(trust.root() == null ? trust.below(options.folder().toAbsolutePath()) : trust));
    }

    /**
     * The topics of releases must be there and be allowed, and keys fit; nothing is checked without
     * releases.
     */
    static void requireTopics(@Nullable String releases, ReleaseTrust trust, KafkaConnection kafka) {
        if (releases != null) {
            requireTrust(trust, TrustedKeys.VERDICT, releases);
            Preflight.requireReleaseTopics(
                    ReleaseTopics.at(kafka, releases), List.of(releases + ".status", Topics.SHADOW));
        }
    }

    /** What a job publishes must count; where everything does, that is said. */
    static void requireTrust(ReleaseTrust trust, String scope, String topic) {
        if (trust.keys() == null) {
            LOG.warn("Each writer of {} decides which models run: --release-keys is not set", topic);
        }
        JobMain.checked(() -> {
            trust.require(scope);
            return trust;
        });
    }

    /**
     * The releases of the newest versions, effective from the beginning. Each model is loaded and
     * verified once, in a process of its own, so that a mistake shows at submission.
     *
     * @throws io.leeway.model.ModelException when one does not fit
     */
    static List<ModelRelease> releases(ModelOptions options, ProfileSettings settings) {
        Path folder = options.folder().toAbsolutePath();
        List<ModelRelease> releases = new ArrayList<>();
        for (Task task : Task.values()) {
            ModelLocation location = new ModelRepository(folder).latest(task.id());
            String expected = task == Task.CHURN ? options.churnDigest() : options.interestDigest();
            LoadOptions load = LoadOptions.serving(task, settings.featureSettings())
                    .withDigest(expected.isEmpty() ? null : expected);
            try (ModelFiles files = ModelFiles.copy(new LocalFolder(location.directory()))) {
                ManifestFile.find(files).ifPresent(location::requireManifest);
                TriedModels.require(files, load);
                releases.add(new ModelRelease(
                        task.id(), location.version(), files.digest().digest(), folder.toString(), Long.MIN_VALUE));
            }
        }
        return releases;
    }
}
