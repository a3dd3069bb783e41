package io.leeway.cli.rights;

import io.leeway.cli.console.CommandScreen;
import io.leeway.cli.console.ProgressBar;
import io.leeway.cli.console.UserError;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Searches every topic of the shop for a user, and says when what it finds is gone. */
final class TopicSearch {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final KafkaConnection kafka;
    private final UserMention user;
    private final Clock clock;

    TopicSearch(KafkaConnection kafka, UserMention user, Clock clock) {
        this.kafka = kafka;
        this.user = user;
        this.clock = clock;
    }

    /** What one topic holds of the user. */
    private static final class Found {
        private long records;
        private long newestMillis;
        private long otherKeys;
        private boolean newestIsTombstone;

        private void add(ConsumerRecord<byte[], byte[]> record, boolean isKey) {
            if (record.value() != null) {
                records++;
                newestMillis = Math.max(newestMillis, record.timestamp());
                otherKeys += isKey ? 0 : 1;
            }
            newestIsTombstone = isKey ? record.value() == null : newestIsTombstone;
        }
    }

    /**
     * Those with the shop's prefix whose names begin with {@code leeway.}, and others by name.
     *
     * @param others without the prefix
     */
    List<SearchedPlace> search(List<String> others) throws InterruptedException {
        List<String> topics = new ArrayList<>();
        Map<String, Config> settings = new HashMap<>();
        try (Admin admin = kafka.admin(PATIENCE)) {
            Set<String> names = new TreeSet<>(admin.listTopics().names().get());
            names.removeIf(name -> !name.startsWith(kafka.name("leeway.")) || name.equals(kafka.name(Topics.ERASED)));
            others.forEach(topic -> names.add(kafka.name(topic)));
            List<ConfigResource> resources = names.stream()
                    .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .toList();
            admin.describeConfigs(resources)
                    .all()
                    .get()
                    .forEach((resource, config) -> settings.put(resource.name(), config));
            names.forEach(name -> topics.add(kafka.topics().topic(name)));
        } catch (ExecutionException | KafkaException e) {
            throw new UserError(
                    KafkaFailure.line(kafka, e)
                            .orElse("Expected brokers at " + kafka + " that say what topics there are, found: "
                                    + e.getMessage() + "; check --bootstrap"),
                    e);
        }
        List<SearchedPlace> places = new ArrayList<>();
        try (ProgressBar bar = new ProgressBar(CommandScreen.error(), "topics", topics.size(), "topics", clock)) {
            for (String topic : topics) {
                places.add(search(topic, settings.get(kafka.name(topic))));
                bar.update(places.size());
            }
        }
        return places;
    }

    private SearchedPlace search(String topic, @Nullable Config config) {
        Found found = new Found();
        CommittedTopics.readWritten(kafka, topic, clock, record -> {
            boolean isKey = user.isKey(record.key());
            if (isKey || (record.value() != null && user.isIn(record.value()))) {
                found.add(record, isKey);
            }
        });
        String place = "topic " + kafka.name(topic);
        String policy = setting(config, TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        if (policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)) {
            long kept = Long.parseLong(setting(config, TopicConfig.RETENTION_MS_CONFIG, "-1"));
            // A segment is deleted when its newest record is that old.
            long segment = Long.parseLong(setting(config, TopicConfig.SEGMENT_MS_CONFIG, "604800000"));
            return kept < 0
                    ? SearchedPlace.left(place, found.records, "kept for ever: set retention.ms, or delete the records")
                    : SearchedPlace.of(
                            place,
                            found.records,
                            Instant.ofEpochMilli(found.newestMillis + kept + segment),
                            "by retention.ms and segment.ms");
        }
        long lag = Long.parseLong(
                setting(config, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(Long.MAX_VALUE)));
        if (found.otherKeys > 0 || !found.newestIsTombstone) {
            return SearchedPlace.left(place, found.records, "compacted, without a tombstone behind it: send one");
        }
        return lag == Long.MAX_VALUE
                ? SearchedPlace.left(place, found.records, "compacted at no stated time: set max.compaction.lag.ms")
                : SearchedPlace.of(
                        place,
                        found.records,
                        clock.instant().plusMillis(lag),
                        "by the tombstone and max.compaction.lag.ms");
    }

    private static String setting(@Nullable Config config, String name, String otherwise) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? otherwise : entry.value();
    }
}
