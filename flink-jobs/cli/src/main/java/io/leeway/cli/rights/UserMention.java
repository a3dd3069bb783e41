package io.leeway.cli.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.leeway.text.VisibleText;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes hold a user id. JSON that names users holds it where it names this one, as {@link
 * RecordOwner} has it: the item {@code 42} is not the user {@code 42}. Other JSON holds it as any text or number,
 * however it is escaped, and other bytes as the id, plain or as JSON and HTML spell it, between
 * characters that are no letters and digits.
 */
final class UserMention {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final String user;
    private final RecordOwner owner;
    private final byte[] id;
    private final List<byte[]> spellings;

    UserMention(String user) {
        this.user = user;
        this.owner = new RecordOwner(user);
        this.id = user.getBytes(UTF_8);
        String json = TextNode.valueOf(user).toString();
        this.spellings = Stream.of(user, json.substring(1, json.length() - 1), VisibleText.html(user))
                .distinct()
                .map(spelling -> spelling.getBytes(UTF_8))
                .toList();
    }

    boolean isKey(byte @Nullable [] key) {
        return key != null && Arrays.equals(key, id);
    }

    boolean isIn(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            if (node == null || node.isMissingNode()) {
                return stands(value);
            }
            Boolean named = owner.isNamed(node);
            return named != null ? named : isIn(node);
        } catch (IOException noJson) {
            return stands(value);
        }
    }

    /** Whether a line of JSON is the user's alone: of the one user that it names at its top. */
    boolean isWhole(byte[] line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node != null && node.path("user").asText().equals(user);
        } catch (IOException noJson) {
            return false;
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
        return spellings.stream().anyMatch(spelling -> stands(text, spelling));
    }

    private static boolean stands(byte[] text, byte[] spelling) {
        for (int at = 0; at + spelling.length <= text.length; at++) {
            if (Arrays.equals(text, at, at + spelling.length, spelling, 0, spelling.length)
                    && isEdge(text, at - 1)
                    && isEdge(text, at + spelling.length)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEdge(byte[] text, int at) {
        return at < 0 || at >= text.length || !(Character.isLetterOrDigit(text[at]) || text[at] < 0);
    }
}
