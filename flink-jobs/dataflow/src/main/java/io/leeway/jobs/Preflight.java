package io.leeway.jobs;

import io.leeway.releases.ReleaseTopics;
import io.leeway.sources.HistoryFiles;
import io.leeway.sources.Sources;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.RecordLimits;
import io.leeway.topics.Topics;
import io.leeway.topics.erasure.ErasureOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.jspecify.annotations.Nullable;

/** What is checked before a job is submitted, so that a mistake is one line now and not a restart loop later. */
final class Preflight {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LOOKS = 15;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private Preflight() {}

    /** History must be a folder with at least one history file that can be read. */
    static void requireHistory(String history) {
        Path folder = new Path(history);
        try {
            FileSystem files = folder.getFileSystem();
            if (!files.exists(folder) || !containsHistory(files, folder)) {
                throw new JobException("Expected history files events*.jsonl[.gz] in " + history + ", found "
                        + (files.exists(folder) ? "none" : "no such folder") + "; write them with `leeway import`");
            }
        } catch (IOException e) {
            throw new JobException(
                    "Expected readable history in " + history + ", found: " + e.getMessage()
                            + "; check its permissions",
                    e);
        }
    }

    private static boolean containsHistory(FileSystem files, Path folder) throws IOException {
        FileStatus[] children = files.listStatus(folder);
        if (children == null) {
            return false;
        }
        boolean found = false;
        for (FileStatus child : children) {
            if (child.isDir()) {
                found |= containsHistory(files, child.getPath());
            } else if (HistoryFiles.NAMES.matcher(child.getPath().getName()).matches()) {
                // Opened once each: a file that cannot be read shows now.
                files.open(child.getPath()).close();
                found = true;
            }
        }
        return found;
    }

    /** A savepoint is written last: that its place is taken must show before the work is done. */
    static void requireNoSavepoint(String folder) {
        Path metadata = new Path(folder, "_metadata");
        try {
            if (metadata.getFileSystem().exists(metadata)) {
                throw new JobException("Expected a new folder for the savepoint, found one at " + folder
                        + "; name another with --savepoint, or delete it");
            }
        } catch (IOException e) {
            throw new JobException(
                    "Expected a place for the savepoint at " + folder + ", found: " + e.getMessage()
                            + "; check the address and its permissions",
                    e);
        }
    }

    /**
     * Brokers must answer, and the topic that is read and all that are written must be there and be
     * allowed. Returns the topic's partitions.
     */
    static int requireTopics(KafkaConnection kafka, String topic, boolean outputs) {
        TopicAccess access = new TopicAccess(List.of(topic), outputs ? Topics.SCORING : List.of());
        return asking(kafka, admin -> {
            require(admin, kafka, access);
            return admin.describeTopics(List.of(kafka.name(topic)))
                    .allTopicNames()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .size();
        });
    }

    /** Brokers must answer, and these topics must be there and be allowed. */
    static void requireTopics(KafkaConnection kafka, List<String> reads, List<String> writes) {
        asking(kafka, admin -> {
            require(admin, kafka, new TopicAccess(reads, writes));
            return 0;
        });
    }

    /** The ledger of erasures must be there, and be allowed to be read. */
    static void requireLedger(@Nullable ErasureOptions erasures) {
        if (erasures != null) {
            requireTopics(erasures.kafka(), List.of(Topics.ERASED), List.of());
            requireLimits(erasures.kafka(), List.of(Topics.ERASED));
        }
    }

    /** What a broker is asked. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T asking(KafkaConnection kafka, Question<T> question) {
        try (Admin admin = kafka.admin(PATIENCE)) {
            return question.ask(admin);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw unreachable(kafka, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobException("Interrupted while asking " + kafka, e);
        }
    }

    private static void require(Admin admin, KafkaConnection kafka, TopicAccess access)
            throws ExecutionException, InterruptedException, TimeoutException {
        access.require(admin, kafka, PATIENCE);
        Set<String> names = access.names(kafka);
        Set<String> absent = absent(admin, names);
        // A topic that was just created takes a moment to be known to every broker.
        for (int look = 1; look < LOOKS && !absent.isEmpty(); look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            absent = absent(admin, names);
        }
        access.require(admin, kafka, PATIENCE);
        if (!absent.isEmpty()) {
            throw new JobException("Expected the topics " + String.join(", ", absent) + " at " + kafka
                    + ", found none of these names; create them: `leeway topics create` makes those of Leeway");
        }
    }

    private static Set<String> absent(Admin admin, Collection<String> topics)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> wanted = new TreeSet<>(topics);
        wanted.removeAll(admin.listTopics().names().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        return wanted;
    }

    private static JobException unreachable(KafkaConnection kafka, Exception cause) {
        return KafkaFailure.line(kafka, cause)
                .map(line -> new JobException(line, cause))
                .orElseGet(() -> new JobException.Unreachable(
                        "Expected Kafka brokers that answer within " + PATIENCE.toSeconds() + " s at " + kafka
                                + ", found none; check --bootstrap and that the brokers run",
                        cause));
    }

    /**
     * The control topic and the verdicts' must be there, and all that the job writes.
     *
     * @param writes of these and the shadows' topic those that the job writes, without prefix
     */
    static void requireReleaseTopics(ReleaseTopics topics, List<String> writes) {
        KafkaConnection kafka = topics.kafka();
        String releases = kafka.topics().topic(topics.releases());
        String status = kafka.topics().topic(topics.status());
        asking(kafka, admin -> {
            TopicAccess access = new TopicAccess(List.of(releases, status), writes);
            access.require(admin, kafka, PATIENCE);
            Set<String> absent = absent(admin, access.names(kafka));
            if (!absent.isEmpty()) {
                throw new JobException("Expected the topics " + String.join(", ", absent) + " at "
                        + kafka
                        + ", found none of these names; create them with `leeway model init --bootstrap "
                        + kafka + "`, or leave out --releases");
            }
            return 0;
        });
    }

    /** What the producer and these topics take. */
    static RecordLimits limits(KafkaConnection kafka, Collection<String> topics) {
        return asking(kafka, admin -> RecordLimits.ask(admin, kafka, topics, PATIENCE));
    }

    /** The producer and these topics must take all that Leeway writes. */
    static void requireLimits(KafkaConnection kafka, Collection<String> topics) {
        limits(kafka, topics).tooStrict(kafka.topics()).ifPresent(reason -> {
            throw new JobException(reason);
        });
    }

    /** The transaction timeout must outlive a checkpoint and an outage, and the brokers must allow it. */
    static void requireTransactions(
            KafkaConnection kafka, String prefix, Duration timeout, Duration checkpointInterval) {
        Duration least = checkpointInterval.multipliedBy(2).plusSeconds(30);
        if (timeout.compareTo(least) < 0) {
            throw new JobException(
                    "Expected a transaction timeout of at least twice the checkpoint interval and 30 s, " + least
                            + ", found " + timeout
                            + "; a transaction that times out before its checkpoint is committed loses scores: raise --transaction-timeout");
        }
        asking(kafka, admin -> {
            if (kafka.hasClientSettings()) {
                TopicAccess.requireTransactions(admin, kafka, prefix, PATIENCE);
            }
            requireAllowed(admin, timeout);
            return 0;
        });
    }

    private static void requireAllowed(Admin admin, Duration timeout)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            Collection<org.apache.kafka.common.Node> nodes =
                    admin.describeCluster().nodes().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            List<ConfigResource> brokers = new ArrayList<>();
            nodes.forEach(node -> brokers.add(new ConfigResource(ConfigResource.Type.BROKER, node.idString())));
            for (Config config : admin.describeConfigs(brokers)
                    .all()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .values()) {
                ConfigEntry most = config.get("transaction.max.timeout.ms");
                if (most != null && most.value() != null && timeout.toMillis() > Long.parseLong(most.value())) {
                    throw new JobException(
                            "Expected a transaction timeout within the brokers' transaction.max.timeout.ms of "
                                    + most.value() + " ms, found " + timeout.toMillis()
                                    + " ms; lower --transaction-timeout or raise the brokers' maximum");
                }
            }
        } catch (ExecutionException refused) {
            // A client without DESCRIBE_CONFIGS on the cluster: brokers then check it themselves,
            // when the first transaction begins.
            if (!(refused.getCause() instanceof ClusterAuthorizationException)) {
                throw refused;
            }
        }
    }

    /** The topic must begin at or before the seam: what lies between would be in neither half. A partition without records misses nothing. */
    static void requireNoGap(KafkaConnection kafka, String topic, Instant seam) {
        try {
            Sources.gap(kafka, topic, seam).check();
        } catch (SuppressRestartsException gap) {
            throw new JobException(
                    String.valueOf(ExceptionUtils.stripException(gap, SuppressRestartsException.class)
                            .getMessage()),
                    gap);
        }
    }

    /** A reader without a partition would hold back the watermark. */
    static void requirePartitions(KafkaConnection kafka, String topic, int parallelism) {
        int partitions = requireTopics(kafka, topic, true);
        if (parallelism > partitions) {
            throw new JobException(
                    "Expected a parallelism of at most the " + partitions + " partitions of " + topic + ", found "
                            + parallelism
                            + "; a reader without a partition would hold back the watermark: lower --parallelism or add partitions");
        }
    }
}
