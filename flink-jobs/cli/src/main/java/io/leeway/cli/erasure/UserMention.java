package io.leeway.cli.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes hold a user id: as a whole key, as any text of JSON however it is escaped, in the
 * raw bytes of a dead letter or late record, or as the id between other characters than letters and
 * digits where the bytes are no JSON.
 */
final class UserMention {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String user;
    private final byte[] id;

    UserMention(String user) {
        this.user = user;
        this.id = user.getBytes(UTF_8);
    }

    boolean isKey(byte @Nullable [] key) {
        return key != null && Arrays.equals(key, id);
    }

    boolean isIn(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            return node != null && !node.isMissingNode() ? isIn(node) : stands(value);
        } catch (IOException noJson) {
            return stands(value);
        }
    }

    private boolean isIn(JsonNode node) {
        if (node instanceof TextNode text) {
            return text.textValue().equals(user);
        }
        if (node.isNumber()) {
            return node.asText().equals(user);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals(user) || isIn(field.getValue()) || isRaw(field)) {
                return true;
            }
        }
        for (JsonNode element : node.isArray() ? node : JSON.createArrayNode()) {
            if (isIn(element)) {
                return true;
            }
        }
        return false;
    }

    private boolean isRaw(Map.Entry<String, JsonNode> field) {
        try {
            return field.getKey().equals("raw")
                    && field.getValue().isTextual()
                    && isIn(field.getValue().binaryValue());
        } catch (IOException noBase64) {
            return false;
        }
    }

    private boolean stands(byte[] text) {
        for (int at = 0; at + id.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + id.length, id, 0, id.length)
                    && isEdge(text, at - 1)
                    && isEdge(text, at + id.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(byte[] text, int at) {
        return at < 0 || at >= text.length || !(Character.isLetterOrDigit(text[at]) || text[at] < 0);
    }
}
