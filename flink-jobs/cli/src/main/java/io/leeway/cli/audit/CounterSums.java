package io.leeway.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.scores.CommittedTopics;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many events went where, summed over the job's increments: by stage, then by name. A rejected
 * event counts under {@code dead.} and its reason. Not thread-safe.
 */
public final class CounterSums {

    static final String FILE_NAME = "tallies.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEAD = "dead.";

    private final Map<String, Map<String, Long>> byStage = new TreeMap<>();

    /** The sums of all that is committed by now. */
    public static CounterSums read(String bootstrapServers, Clock clock) {
        CounterSums sums = new CounterSums();
        CommittedTopics.readAll(
                KafkaConnection.to(bootstrapServers), List.of(Topics.TALLIES), Duration.ZERO, clock, record -> {
                    if (record.value() != null) {
                        sums.add(record.value());
                    }
                });
        return sums;
    }

    /**
     * Adds a record of the topic {@code leeway.tallies}.
     *
     * @throws IllegalArgumentException when it is not one
     */
    public void add(byte[] json) {
        JsonNode node;
        try {
            node = JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("Expected tallies as a JSON object, found: " + e.getMessage(), e);
        }
        JsonNode stage = node.get("stage");
        JsonNode counts = node.get("counts");
        if (stage == null || counts == null) {
            throw new IllegalArgumentException("Expected tallies with a stage and counts, found " + node);
        }
        Map<String, Long> sums = byStage.computeIfAbsent(stage.asText(), ignored -> new TreeMap<>());
        counts.properties()
                .forEach(count -> sums.merge(count.getKey(), count.getValue().asLong(), Long::sum));
    }

    /** The sum of a name over all stages; 0 where none counts it. */
    public long count(String name) {
        return byStage.values().stream()
                .mapToLong(counts -> counts.getOrDefault(name, 0L))
                .sum();
    }

    /** Whether any stage counts that name. */
    boolean has(String name) {
        return byStage.values().stream().anyMatch(counts -> counts.containsKey(name));
    }

    AuditReport.EventCounts events() {
        return new AuditReport.EventCounts(
                count("history"),
                count("live"),
                count("applied"),
                count("duplicates"),
                count("late"),
                deadByStage().values().stream().mapToLong(Long::longValue).sum(),
                count("erased"),
                count("objected"));
    }

    /** The rejected events of every stage that counts anything. */
    Map<String, Long> deadByStage() {
        Map<String, Long> dead = new TreeMap<>();
        byStage.forEach((stage, counts) -> dead.put(
                stage,
                counts.entrySet().stream()
                        .filter(count -> count.getKey().startsWith(DEAD))
                        .mapToLong(Map.Entry::getValue)
                        .sum()));
        return dead;
    }

    void write(Path folder) throws IOException {
        PrettyJson.write(folder.resolve(FILE_NAME), byStage);
    }
}
