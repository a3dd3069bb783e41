package io.leeway.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run left: scores by id, how often each, and the sums of its tallies.
 *
 * @param values probability or drift by id
 * @param times how often an id is there
 * @param tallies sums by stage and name
 * @param sideRecords late and dead records by topic, what they tell apart, and how often each
 */
public record RunOutput(
        Map<String, Double> values,
        Map<String, Integer> times,
        Map<String, Long> tallies,
        Map<String, Integer> sideRecords) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static RunOutput empty() {
        return new RunOutput(new HashMap<>(), new HashMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** Files as batch leaves them, a folder a topic. */
    public static RunOutput ofFiles(Path folder) throws IOException {
        RunOutput output = empty();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String topic = folder.relativize(file).getName(0).toString();
                for (String line : Files.readAllLines(file)) {
                    output.add(topic, JSON.readTree(line));
                }
            }
        }
        return output;
    }

    public void add(String topic, byte[] value) throws IOException {
        add(topic, JSON.readTree(value));
    }

    private void add(String topic, JsonNode node) {
        switch (topic) {
            case Topics.CHURN, Topics.INTEREST -> {
                String id = node.get("id").asText();
                times.merge(id, 1, Integer::sum);
                values.put(
                        id,
                        node.get(topic.equals(Topics.CHURN) ? "probability" : "drift")
                                .asDouble());
            }
            case Topics.TALLIES ->
                node.get("counts")
                        .properties()
                        .forEach(count -> tallies.merge(
                                node.get("stage").asText() + "." + count.getKey(),
                                count.getValue().asLong(),
                                Long::sum));
            default ->
                // Whether raw bytes go with it depends on when an erasure was seen, and is not compared.
                sideRecords.merge(
                        topic + " " + node.path("reason").asText() + " "
                                + node.path("user").asText() + " "
                                + node.path("eventId").asText()
                                + node.path("source").asText(),
                        1,
                        Integer::sum);
        }
    }
}
