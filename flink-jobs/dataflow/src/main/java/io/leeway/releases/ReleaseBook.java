package io.leeway.releases;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was published, as of one reading.
 *
 * @param releases in the order of their publication
 * @param verdicts by release id; those on what jobs were submitted with are among them
 * @param refusedRecords those that do not count, in their order
 */
public record ReleaseBook(
        List<ModelRelease> releases, Map<String, ReleaseVerdict> verdicts, List<ReleaseVerdict> refusedRecords) {
    public ReleaseBook {
        releases = List.copyOf(releases);
        refusedRecords = List.copyOf(refusedRecords);
        verdicts = Map.copyOf(verdicts);
    }

    /**
     * Reads both topics to their ends.
     *
     * @throws org.apache.kafka.common.KafkaException when the brokers do not answer
     */
    public static ReleaseBook read(ReleaseTopics topics) {
        try (ReleaseConsumer consumer = new ReleaseConsumer(topics)) {
            consumer.catchUp();
            ReleaseLog log = consumer.log();
            return new ReleaseBook(log.releases(), log.verdicts(), log.refusedRecords());
        }
    }

    /** The release of an id. */
    public Optional<ModelRelease> release(String id) {
        return releases.stream().filter(release -> release.id().equals(id)).findFirst();
    }

    /** What was said of a release; empty where nothing was yet. */
    public Optional<ReleaseVerdict> verdict(ModelRelease release) {
        return Optional.ofNullable(verdicts.get(release.id()));
    }

    /** Whether it serves or may yet. */
    public boolean mayServe(ModelRelease release) {
        return release.fault().isEmpty()
                && verdict(release).map(ReleaseVerdict::accepted).orElse(true);
    }

    /** The plan of what was not refused, without what a job was submitted with. */
    public ReleasePlan plan(String model) {
        return ReleasePlan.of(model, releases.stream().filter(this::mayServe).toList());
    }
}
