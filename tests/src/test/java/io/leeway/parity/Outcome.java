package io.leeway.parity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that left a run, by what it is. */
final class Outcome {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Map<String, Scored> scores = new HashMap<>();
    final List<Scored.Head> doubled = new ArrayList<>();
    final Map<String, Long> tallies = new TreeMap<>();
    final List<JsonNode> late = new ArrayList<>();
    final List<JsonNode> dead = new ArrayList<>();

    /** {@code topic/user/instant} of each tombstone. */
    final Set<String> tombstones = new HashSet<>();

    /** Scores that stand behind a tombstone although it should have swept them away. */
    final List<Scored.Head> survivors = new ArrayList<>();

    private final Map<String, Long> sweptUntil = new HashMap<>();

    /** What a run left in files. */
    static Outcome ofFiles(Path folder) throws IOException {
        Outcome outcome = new Outcome();
        for (String topic : CommittedRecords.TOPICS) {
            Path bucket = folder.resolve(topic);
            if (Files.isDirectory(bucket)) {
                try (Stream<Path> files = Files.walk(bucket)) {
                    for (Path file : files.filter(Files::isRegularFile).toList()) {
                        for (String line : Files.readAllLines(file)) {
                            outcome.add(topic, line.getBytes(StandardCharsets.UTF_8));
                        }
                    }
                }
            }
        }
        return outcome;
    }

    /** A record with a value. */
    void add(String topic, byte[] value) {
        JsonNode json;
        try {
            json = JSON.readTree(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        switch (topic) {
            case Topics.CHURN, Topics.INTEREST -> addScore(topic, json);
            case Topics.TALLIES ->
                json.required("counts")
                        .fields()
                        .forEachRemaining(count ->
                                tallies.merge(count.getKey(), count.getValue().asLong(), Long::sum));
            case Topics.LATE -> late.add(json);
            case Topics.DEAD_LETTERS -> dead.add(json);
            default -> throw new IllegalArgumentException("Expected one of the job's topics, found " + topic);
        }
    }

    private void addScore(String topic, JsonNode json) {
        Scored score = Scored.of(json);
        if (scores.put(json.required("id").asText(), score) != null) {
            doubled.add(score.head());
        }
        long swept = sweptUntil.getOrDefault(topic + "/" + score.head().user(), Long.MIN_VALUE);
        if (score.head().asOf().toEpochMilli() <= swept) {
            survivors.add(score.head());
        }
    }

    /** A record without one. */
    void addTombstone(String topic, String user, long timeMillis) {
        tombstones.add(tombstone(topic, user, timeMillis));
        sweptUntil.merge(topic + "/" + user, timeMillis, Math::max);
    }

    static String tombstone(String topic, String user, long timeMillis) {
        return topic + "/" + user + "/" + Instant.ofEpochMilli(timeMillis);
    }

    /** Takes what another run left to this one's, as if one had done both. */
    Outcome join(Outcome other) {
        other.scores.forEach((id, score) -> {
            if (scores.put(id, score) != null) {
                doubled.add(score.head());
            }
        });
        doubled.addAll(other.doubled);
        other.tallies.forEach((name, count) -> tallies.merge(name, count, Long::sum));
        late.addAll(other.late);
        dead.addAll(other.dead);
        tombstones.addAll(other.tombstones);
        survivors.addAll(other.survivors);
        return this;
    }

    /** A count; 0 where nothing was counted. */
    long count(String name) {
        return tallies.getOrDefault(name, 0L);
    }

    /** Dead letters by the counts. */
    long countDead() {
        return tallies.entrySet().stream()
                .filter(count -> count.getKey().startsWith("dead."))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
