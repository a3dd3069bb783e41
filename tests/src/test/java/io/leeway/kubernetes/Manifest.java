package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** One document of Kubernetes. */
record Manifest(JsonNode tree) {
    // Kubernetes reads "on" and "1:30" as YAML 1.2 does; an empty text stays one.
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .disable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build());

    /** All documents of a text in which documents are parted by {@code ---}. */
    static List<Manifest> parse(String text) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(text)) {
            List<Manifest> manifests = new ArrayList<>();
            for (JsonNode each : documents.readAll()) {
                if (each.isObject()) {
                    manifests.add(new Manifest(each));
                }
            }
            return manifests;
        } catch (IOException e) {
            throw new UncheckedIOException("Expected YAML, found " + e.getMessage(), e);
        }
    }

    String kind() {
        return tree.path("kind").asText();
    }

    /** {@code group/version/kind}, or {@code version/kind} of the core group. */
    String type() {
        return tree.path("apiVersion").asText() + "/" + kind();
    }

    String name() {
        return tree.at("/metadata/name")
                .asText(tree.at("/metadata/generateName").asText());
    }

    /** The {@code spec} of a FlinkDeployment, be it its own or that which a pair of blue and green is made of. */
    JsonNode deployment() {
        return kind().equals("FlinkBlueGreenDeployment") ? tree.at("/spec/template/spec") : tree.path("spec");
    }

    /** The pod of a Deployment of Kubernetes' own. */
    JsonNode pod() {
        return tree.at("/spec/template/spec");
    }

    /** Whether it describes a Flink cluster. */
    boolean isCluster() {
        return kind().equals("FlinkDeployment") || kind().equals("FlinkBlueGreenDeployment");
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
