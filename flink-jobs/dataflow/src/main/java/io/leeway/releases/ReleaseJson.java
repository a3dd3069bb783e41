package io.leeway.releases;

import static io.leeway.topics.JsonFields.bytes;
import static io.leeway.topics.JsonFields.millis;
import static io.leeway.topics.JsonFields.node;
import static io.leeway.topics.JsonFields.required;
import static io.leeway.topics.JsonFields.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.ReleaseRole;
import io.leeway.topics.JsonFields;

/** Releases and verdicts as JSON, whose fields may grow; unknown fields are ignored. */
public final class ReleaseJson {
    private ReleaseJson() {}

    public static byte[] encode(ModelRelease release) {
        return bytes(object(release));
    }

    /** For documents that hold one among other things. */
    public static ObjectNode object(ModelRelease release) {
        ObjectNode node = JsonFields.object()
                .put("id", release.id())
                .put("model", release.model())
                .put("version", release.version())
                .put("digest", release.digest())
                .put("location", release.location())
                .put("role", release.role().id());
        if (release.role() == ReleaseRole.CANARY) {
            node.put("share", release.share());
        }
        return node.put("effectiveFrom", text(release.effectiveFromMillis()))
                .put("issuedAt", text(release.issuedAtMillis()))
                .put("note", release.note());
    }

    /**
     * A release.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static ModelRelease release(byte[] json) {
        JsonNode node = node(json);
        return new ModelRelease(
                required(node, "id").asText(),
                required(node, "model").asText(),
                required(node, "version").asLong(),
                node.path("digest").asText(),
                node.path("location").asText(),
                ReleaseRole.of(required(node, "role").asText()),
                node.path("share").asDouble(1),
                millis(node, "effectiveFrom"),
                millis(node, "issuedAt"),
                node.path("note").asText());
    }

    public static byte[] encode(ReleaseVerdict verdict) {
        ObjectNode node = JsonFields.object()
                .put("release", verdict.releaseId())
                .put("model", verdict.model())
                .put("version", verdict.version())
                .put("status", verdict.accepted() ? "accepted" : "refused")
                .put("reason", verdict.reason());
        if (verdict.isAboutRecord()) {
            node.put("record", verdict.offset());
        }
        return bytes(verdict.withdrawn() ? node.put("withdrawn", true) : node);
    }

    /**
     * A verdict.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong
     */
    public static ReleaseVerdict verdict(byte[] json) {
        JsonNode node = node(json);
        return new ReleaseVerdict(
                required(node, "release").asText(),
                required(node, "model").asText(),
                required(node, "version").asLong(),
                required(node, "status").asText().equals("accepted"),
                node.path("reason").asText(),
                node.path("record").asLong(-1),
                node.path("withdrawn").asBoolean());
    }
}
