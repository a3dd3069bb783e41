package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of the operator's custom resources, stricter than an API server takes them: it drops a field that it does not know, here it is a mistake.
 */
final class OperatorSchemas {
    /** Beside the project, as the data of others is. */
    static final Path FOLDER =
            Path.of("..", "..", "shared", "operator-crds").toAbsolutePath().normalize();

    private static final String FREE = "x-kubernetes-preserve-unknown-fields";

    private final Map<String, Schema> schemas = new HashMap<>();

    private OperatorSchemas() {}

    static OperatorSchemas read() {
        OperatorSchemas read = new OperatorSchemas();
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
        try (Stream<Path> files = Files.list(FOLDER)) {
            files.filter(file -> file.toString().endsWith(".yml"))
                    .flatMap(file -> Manifest.parse(Kustomizations.read(file)).stream())
                    .forEach(definition -> read.add(definition.tree(), registry));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + FOLDER, e);
        }
        return read;
    }

    private void add(JsonNode definition, SchemaRegistry registry) {
        String group = definition.at("/spec/group").asText();
        String kind = definition.at("/spec/names/kind").asText();
        for (JsonNode version : definition.at("/spec/versions")) {
            ObjectNode schema = (ObjectNode) version.at("/schema/openAPIV3Schema");
            // The API server adds these to every resource.
            ObjectNode properties = schema.withObjectProperty("properties");
            properties.putObject("apiVersion").put("type", "string");
            properties.putObject("kind").put("type", "string");
            properties.putObject("metadata").put("type", "object");
            // What the operator reports is not for a manifest to say.
            properties.remove("status");
            schema.putArray("required")
                    .add("apiVersion")
                    .add("kind")
                    .add("metadata")
                    .add("spec");
            tighten(schema);
            schemas.put(group + "/" + version.path("name").asText() + "/" + kind, registry.getSchema(schema));
        }
    }

    /** In place: no other properties than those that are named, and Kubernetes' extensions in the words of JSON Schema. */
    private static void tighten(JsonNode schema) {
        if (schema instanceof ArrayNode list) {
            list.forEach(OperatorSchemas::tighten);
        }
        if (!(schema instanceof ObjectNode node)) {
            return;
        }
        if (node.path("x-kubernetes-int-or-string").asBoolean()) {
            node.remove(List.of("anyOf", "pattern"));
            node.putArray("type").add("integer").add("string");
        }
        JsonNode properties = node.path("properties");
        if (properties.isObject()) {
            if (!node.path(FREE).asBoolean() && !node.has("additionalProperties")) {
                node.set("additionalProperties", JsonNodeFactory.instance.booleanNode(false));
            }
            properties.forEach(OperatorSchemas::tighten);
        }
        for (String inner : List.of("items", "additionalProperties", "allOf", "anyOf", "oneOf")) {
            tighten(node.path(inner));
        }
    }

    boolean knows(Manifest manifest) {
        return schemas.containsKey(manifest.type());
    }

    /** What is wrong with it, one line each; none where all is well. */
    List<String> problems(Manifest manifest) {
        Schema schema = schemas.get(manifest.type());
        if (schema == null) {
            return List.of("expected a kind of the operator, found " + manifest.type());
        }
        return schema.validate(manifest.tree()).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }
}
