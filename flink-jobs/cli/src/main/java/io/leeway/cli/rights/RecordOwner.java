package io.leeway.cli.rights;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a record is of a shopper: one that names the shopper as its user, anywhere in it or in the
 * raw bytes of a dead letter or late record; one that names no user and has the shopper as its key.
 *
 * <p>Narrower than a search for what is left of a shopper: an export must hold nothing of others, and
 * an id such as {@code 7} stands in many records. What is no JSON is of a shopper by its key alone.
 */
final class RecordOwner {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> USERS = Set.of("user", "user_id", "userId");

    private final String user;
    private final byte[] key;
    private final Pattern broken;

    RecordOwner(String user) {
        this.user = user;
        this.key = user.getBytes(UTF_8);
        this.broken = Pattern.compile(
                "\"user\"\\s*:\\s*" + Pattern.quote(TextNode.valueOf(user).toString()));
    }

    boolean isOf(byte @Nullable [] recordKey, JsonNode content) {
        Boolean named = isNamed(content);
        return named != null ? named : recordKey != null && Arrays.equals(recordKey, key);
    }

    /** Whether the shopper is named as the user; null where no user is named. */
    @Nullable
    Boolean isNamed(JsonNode content) {
        return names(content);
    }

    private @Nullable Boolean names(JsonNode node) {
        Boolean named = null;
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            Boolean found;
            if (USERS.contains(field.getKey())
                    && value.isValueNode()
                    && !value.asText().isEmpty()) {
                found = value.asText().equals(user);
            } else {
                found = field.getKey().equals("raw") && value.isTextual() ? raw(value) : names(value);
            }
            named = either(named, found);
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                named = either(named, names(element));
            }
        }
        return named;
    }

    private static @Nullable Boolean either(@Nullable Boolean one, @Nullable Boolean other) {
        return one == null ? other : other == null ? one : Boolean.valueOf(one || other);
    }

    private @Nullable Boolean raw(JsonNode base64) {
        byte[] bytes;
        try {
            bytes = base64.binaryValue();
        } catch (IOException noBase64) {
            return null;
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            return node == null ? null : names(node);
        } catch (IOException noJson) {
            return broken.matcher(new String(bytes, UTF_8)).find() ? Boolean.TRUE : null;
        }
    }
}
