package io.leeway.cli.topics;

import io.leeway.topics.RecordLimits;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic has to be.
 *
 * @param topic without prefix
 * @param changes whether it holds changes of things by their key: compacted, in one partition
 */
record TopicRequirement(String topic, boolean changes) {
    private static final String APPEND_TIME = "LogAppendTime";
    private static final Duration OUTAGE = Duration.ofDays(7);
    private static final Duration AUDIT = Duration.ofDays(30);

    /** Every topic of Leeway's jobs, in the order of the data's way. */
    static List<TopicRequirement> all() {
        List<TopicRequirement> all = new ArrayList<>();
        all.add(new TopicRequirement(Topics.EVENTS, false));
        Topics.SCORING.forEach(topic -> all.add(new TopicRequirement(topic, false)));
        Topics.DECIDING.forEach(topic -> all.add(new TopicRequirement(topic, Topics.COMPACTED.contains(topic))));
        all.add(new TopicRequirement(Topics.RELEASES, true));
        all.add(new TopicRequirement(Topics.RELEASES + ".status", true));
        all.add(new TopicRequirement(Topics.SHADOW, false));
        all.add(new TopicRequirement(Topics.ERASED, true));
        return all;
    }

    private boolean isEvents() {
        return topic.equals(Topics.EVENTS);
    }

    /**
     * Settings of a new topic.
     *
     * @param keep for how long what Leeway writes is kept
     * @param keepEvents for how long live events are kept
     */
    Map<String, String> settings(Duration keep, Duration keepEvents) {
        Map<String, String> settings = new TreeMap<>();
        if (changes) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            return settings;
        }
        settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        settings.put(TopicConfig.RETENTION_MS_CONFIG, Long.toString((isEvents() ? keepEvents : keep).toMillis()));
        if (isEvents()) {
            settings.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME);
        }
        return settings;
    }

    /** Why jobs do not start with this topic, or go wrong; each is part of a sentence. */
    List<String> problems(TopicState found) {
        List<String> problems = new ArrayList<>();
        boolean compacted = found.has(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        if (changes && !compacted) {
            problems.add("cleanup.policy has to be compact: what has not changed for long would be deleted");
        }
        if (changes && found.partitions() != 1) {
            problems.add("has to have one partition, has " + found.partitions()
                    + ": changes are read in the order they were made");
        }
        if (compacted && Topics.NEVER_COMPACTED.contains(topic)) {
            problems.add("cleanup.policy has to be delete: readers need every record, not the newest of a key");
        }
        long bytes = found.number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Long.MAX_VALUE);
        if (!isEvents() && bytes < RecordLimits.LEAST_MESSAGE_BYTES) {
            problems.add("max.message.bytes has to be at least " + RecordLimits.LEAST_MESSAGE_BYTES + ", is " + bytes);
        }
        return problems;
    }

    /**
     * What loses records when something else fails.
     *
     * @param brokers how many there are
     */
    List<String> advice(TopicState found, int brokers) {
        List<String> advice = new ArrayList<>();
        long keptMillis = found.number(TopicConfig.RETENTION_MS_CONFIG, -1);
        boolean deletes = found.has(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        Duration least = isEvents() ? OUTAGE : AUDIT;
        if (deletes && keptMillis >= 0 && keptMillis < least.toMillis()) {
            advice.add("retention.ms keeps " + Duration.ofMillis(keptMillis)
                    + (isEvents()
                            ? ": a job that is down for longer loses events"
                            : ": a decision job, an effect or an audit that comes later misses what was written"));
        }
        if (isEvents() && !found.has(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, APPEND_TIME)) {
            advice.add(
                    "message.timestamp.type is not LogAppendTime: a producer whose clock is ahead makes others late");
        }
        if (found.has(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "true")) {
            advice.add("unclean.leader.election.enable is true: records that were committed can be lost");
        }
        if (brokers > 1 && found.replicas() == 1) {
            advice.add("has one replica of " + brokers + " brokers: it is gone with that broker");
        } else if (found.replicas() >= 3 && found.number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 2) < 2) {
            advice.add("min.insync.replicas is 1: a record can be acknowledged that one broker alone has");
        }
        return advice;
    }
}
