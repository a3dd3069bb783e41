package io.leeway.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.topics.KafkaConnection;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * The ids of the topics that a fixture's savepoint has read. A job refuses a topic that was created
 * later under the same name, and each run of a test creates its own: so a copy of the savepoint is
 * given the ids of those.
 */
final class FixtureTopicIds {
    private static final String FILE = "topics.json";
    private static final JsonMapper JSON = new JsonMapper();

    private FixtureTopicIds() {}

    /** Notes the ids of a broker's topics beside the metadata. */
    static void write(Path savepoint, String servers) throws Exception {
        JSON.writerWithDefaultPrettyPrinter().writeValue(savepoint.resolve(FILE).toFile(), ids(servers));
    }

    /** Gives a copy of a savepoint the ids of this broker's topics; one without a note has none. */
    static void adopt(Path copy, String servers) throws Exception {
        Path noted = copy.resolve(FILE);
        if (!Files.exists(noted)) {
            return;
        }
        Map<String, String> ids = ids(servers);
        Map<String, String> former = JSON.readValue(noted.toFile(), new TypeReference<>() {});
        Path metadata = copy.resolve("_metadata");
        byte[] bytes = Files.readAllBytes(metadata);
        former.forEach((topic, id) -> {
            if (ids.containsKey(topic)) {
                replace(bytes, bytes(id), bytes(ids.get(topic)));
            }
        });
        Files.write(metadata, bytes);
    }

    private static void replace(byte[] in, byte[] former, byte[] present) {
        for (int at = 0; at <= in.length - former.length; at++) {
            if (Arrays.equals(in, at, at + former.length, former, 0, former.length)) {
                System.arraycopy(present, 0, in, at, present.length);
            }
        }
    }

    private static byte[] bytes(String id) {
        Uuid uuid = Uuid.fromString(id);
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static Map<String, String> ids(String servers) throws Exception {
        Map<String, String> ids = new TreeMap<>();
        try (Admin admin = KafkaConnection.to(servers).admin()) {
            admin.describeTopics(admin.listTopics().names().get())
                    .allTopicNames()
                    .get()
                    .forEach((name, description) ->
                            ids.put(name, description.topicId().toString()));
        }
        return ids;
    }
}
