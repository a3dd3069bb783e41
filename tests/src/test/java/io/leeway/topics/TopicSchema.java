package io.leeway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The published schema of a topic's values. */
public final class TopicSchema {
    static final Path FOLDER = Path.of("../flink-jobs/dataflow/src/main/resources/io/leeway/topics");
    static final String SUFFIX = ".schema.json";
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private final Schema schema;

    private TopicSchema(JsonNode definition) {
        this.schema = REGISTRY.getSchema(definition);
    }

    /**
     * For values that Leeway writes: a field that is not described is a problem.
     *
     * @param topic without its prefix {@code leeway.}
     */
    public static TopicSchema written(String topic) {
        JsonNode definition = read(topic);
        tighten(definition);
        return new TopicSchema(definition);
    }

    /** As published: fields that are not described are accepted. */
    static TopicSchema published(String topic) {
        return new TopicSchema(read(topic));
    }

    /** Where a value does not fit, and why; empty where it does. */
    public List<String> problems(JsonNode value) {
        return schema.validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static JsonNode read(String topic) {
        try {
            return new ObjectMapper().readTree(Files.readAllBytes(FOLDER.resolve(topic + SUFFIX)));
        } catch (IOException e) {
            throw new UncheckedIOException("Expected a schema of " + topic, e);
        }
    }

    /** Readers accept fields that they do not know; a writer must not write them. */
    private static void tighten(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        for (Map.Entry<String, JsonNode> part : schema.properties()) {
            // Conditions speak of some of the properties only.
            if (!part.getKey().equals("allOf")) {
                tighten(part.getValue());
            }
        }
        if (schema.isArray()) {
            schema.forEach(TopicSchema::tighten);
        }
    }
}
