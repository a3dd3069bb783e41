package io.leeway.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which version answered what: one entry a request, with all answers to it.
 *
 * @param deciding by model, user, as-of time and triggers
 * @param shadow the same of what decided nothing
 */
record CommittedVersions(Map<Request, List<Answer>> deciding, Map<Request, List<Answer>> shadow) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What was asked. */
    record Request(String model, String user, Instant asOf, String triggers) {}

    /** What was answered. */
    record Answer(String id, long version, String role) {}

    CommittedVersions() {
        this(new HashMap<>(), new HashMap<>());
    }

    /** Files as a job leaves them, a folder a topic; what is not committed has a hidden name. */
    static CommittedVersions ofFiles(Path folder) throws IOException {
        CommittedVersions versions = new CommittedVersions();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith(".")) {
                    String topic = folder.relativize(file).getName(0).toString();
                    for (String line : Files.readAllLines(file)) {
                        versions.add(topic, JSON.readTree(line));
                    }
                }
            }
        }
        return versions;
    }

    void add(String topic, byte[] value) throws IOException {
        add(topic, JSON.readTree(value));
    }

    private void add(String topic, JsonNode score) {
        boolean shadowed = topic.equals(Topics.SHADOW);
        if (shadowed || topic.equals(Topics.CHURN) || topic.equals(Topics.INTEREST)) {
            Request request = new Request(
                    score.get("model").asText(),
                    score.get("user").asText(),
                    Instant.parse(score.get("asOf").asText()),
                    score.get("triggers").toString());
            (shadowed ? shadow : deciding)
                    .computeIfAbsent(request, absent -> new ArrayList<>())
                    .add(new Answer(
                            score.get("id").asText(),
                            score.get("version").asLong(),
                            score.path("role").asText("active")));
        }
    }
}
