package io.leeway.cli.topics;

import java.util.Arrays;
import java.util.Map;

/**
 * A topic as the brokers have it.
 *
 * @param replicas the smallest number of a partition's replicas
 * @param settings by Kafka's names, those of the brokers among them; empty where the client may not
 *     ask for them
 */
record TopicState(int partitions, int replicas, Map<String, String> settings) {
    TopicState {
        settings = Map.copyOf(settings);
    }

    /** Whether a setting, which can be a list, has this value; not where it is not known. */
    boolean has(String setting, String value) {
        return Arrays.asList(settings.getOrDefault(setting, "").split("\\s*,\\s*"))
                .contains(value);
    }

    /** A setting's number, or another where it is not known. */
    long number(String setting, long unknown) {
        String value = settings.get(setting);
        return value == null ? unknown : Long.parseLong(value);
    }
}
