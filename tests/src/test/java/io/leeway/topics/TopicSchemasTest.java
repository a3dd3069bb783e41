package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schemas describe every field that is written: golden records are held against them. */
class TopicSchemasTest {
    private static final Path GOLDEN = Path.of("../flink-jobs/dataflow/src/test/resources/io/leeway/topics");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Set<String> goldenRecords() throws IOException {
        return names(GOLDEN, ".json");
    }

    @ParameterizedTest
    @MethodSource("goldenRecords")
    void aGoldenRecordFitsItsSchema(String name) throws IOException {
        assertThat(TopicSchema.written(topic(name)).problems(golden(name))).isEmpty();
    }

    @Test
    void everySchemaHasAGoldenRecord() throws IOException {
        Set<String> described =
                goldenRecords().stream().map(TopicSchemasTest::topic).collect(Collectors.toSet());
        assertThat(described)
                .isEqualTo(names(TopicSchema.FOLDER, TopicSchema.SUFFIX))
                .isNotEmpty();
    }

    /** Nothing would be found by schemas that allow everything. */
    @Test
    void aFieldThatIsNotDescribedOrOfAnotherTypeIsFound() throws IOException {
        ObjectNode added = (ObjectNode) golden("scores.churn");
        TopicSchema schema = TopicSchema.written("scores.churn");
        assertThat(schema.problems(added.put("novel", 1))).hasSize(1);
        ObjectNode changed = (ObjectNode) golden("scores.churn");
        assertThat(schema.problems(changed.put("user", 7))).hasSize(1);
    }

    @Test
    void asyncApiListsEveryTopicAndSchema() throws IOException {
        String listed = Files.readString(TopicSchema.FOLDER.resolve("asyncapi.yaml"));
        assertThat(found(listed, "\\$ref: (\\S+)\\.schema\\.json"))
                .isEqualTo(names(TopicSchema.FOLDER, TopicSchema.SUFFIX));
        Set<String> topics = new TreeSet<>(Topics.SCORING);
        topics.addAll(Topics.DECIDING);
        topics.addAll(
                List.of(Topics.EVENTS, Topics.SHADOW, Topics.RELEASES, Topics.RELEASES + ".status", Topics.ERASED));
        assertThat(found(listed, "address: (\\S+)")).isEqualTo(topics);
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** The topic of a golden record, which may have a variant after '+'. */
    private static String topic(String golden) {
        return golden.replaceAll("\\+.*", "");
    }

    private static JsonNode golden(String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(GOLDEN.resolve(name + ".json")));
    }
}
