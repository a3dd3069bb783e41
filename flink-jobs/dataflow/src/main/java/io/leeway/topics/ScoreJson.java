package io.leeway.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.ReleaseRole;
import io.leeway.records.SinkRecord;
import io.leeway.records.scores.CategoryShare;
import io.leeway.records.scores.ChurnScore;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreHeaders;
import io.leeway.records.scores.ScoreOrigin;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ScoringModel;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A score as it leaves: JSON, keyed by user; a notice of erasure is a tombstone. Wall-clock figures
 * become headers, so that a replay's value is the same bytes.
 */
public final class ScoreJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ScoreJson() {}

    /**
     * The record for the topic of the score's task; a shadow's score goes to a topic of its own,
     * since nothing may act on it.
     */
    public static SinkRecord encode(ScoreUpdate update) {
        String topic = topic(update);
        byte[] key = update.userId().getBytes(StandardCharsets.UTF_8);
        if (!(update instanceof ShopperScore score)) {
            return SinkRecord.of(topic, key, null, update.asOfMillis());
        }
        ScoreHeaders headers = score.headers();
        return new SinkRecord(
                topic,
                key,
                value(score),
                score.asOfMillis(),
                headers.scoredAtMillis(),
                headers.scoringMillis(),
                headers.appendedAtMillis(),
                headers.bundleRows());
    }

    private static String topic(ScoreUpdate update) {
        if (update.role() == ReleaseRole.SHADOW) {
            return Topics.SHADOW;
        }
        return switch (update.task()) {
            case CHURN -> Topics.CHURN;
            case INTEREST -> Topics.INTEREST;
        };
    }

    private static byte[] value(ShopperScore score) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeOrigin(json, score.origin());
            if (score instanceof ChurnScore churn) {
                json.writeNumberField("probability", churn.probability());
            } else if (score instanceof InterestScore interest) {
                json.writeNumberField("drift", interest.drift());
                writeShares(json, "from", interest.from(), "change");
                writeShares(json, "to", interest.to(), "change");
                writeShares(json, "next", interest.next(), "probability");
            }
            writeReasons(json, score.reasons());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void writeOrigin(JsonGenerator json, ScoreOrigin origin) throws IOException {
        json.writeStringField("id", origin.id());
        json.writeStringField("user", origin.userId());
        json.writeStringField("asOf", Instant.ofEpochMilli(origin.asOfMillis()).toString());
        json.writeArrayFieldStart("triggers");
        for (String trigger : Trigger.ids(origin.triggers())) {
            json.writeString(trigger);
        }
        json.writeEndArray();
        ScoringModel model = origin.model();
        json.writeStringField("model", model.name());
        json.writeNumberField("version", model.version());
        if (model.role() != ReleaseRole.ACTIVE) {
            json.writeStringField("role", model.role().id());
        }
        json.writeStringField("digest", model.digest());
        json.writeStringField("features", origin.features());
        json.writeBooleanField("backfill", origin.backfill());
    }

    /** Figures are rounded: their last digits are the batch's, not the shopper's. */
    private static void writeReasons(JsonGenerator json, List<Reason> reasons) throws IOException {
        if (reasons.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("reasons");
        for (Reason reason : reasons) {
            json.writeStartObject();
            json.writeStringField("code", reason.code());
            json.writeStringField("words", reason.words());
            json.writeStringField("feature", reason.feature());
            json.writeNumberField("value", Math.rint(reason.value() * 1e3) / 1e3);
            json.writeNumberField("contribution", Math.rint(reason.contribution() * 1e3) / 1e3);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeShares(JsonGenerator json, String field, List<CategoryShare> shares, String number)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (CategoryShare share : shares) {
            json.writeStartObject();
            json.writeStringField("category", share.category());
            json.writeNumberField(number, share.share());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /**
     * The score in a record's value as {@link #encode} writes it, without what stands in headers.
     *
     * @throws IOException where it is no JSON
     * @throws RuntimeException where a field is missing or wrong
     */
    public static ShopperScore score(byte[] json) throws IOException {
        JsonNode node = MAPPER.readTree(json);
        ScoreOrigin origin = origin(node);
        List<Reason> reasons = reasons(node.path("reasons"));
        if (node.has("probability")) {
            return new ChurnScore(origin, (float) node.required("probability").asDouble(), reasons, ScoreHeaders.NONE);
        }
        return new InterestScore(
                origin,
                (float) node.required("drift").asDouble(),
                shares(node.path("from"), "change"),
                shares(node.path("to"), "change"),
                shares(node.path("next"), "probability"),
                reasons,
                ScoreHeaders.NONE);
    }

    /** Triggers that a later build has added are left out. */
    private static ScoreOrigin origin(JsonNode node) {
        int triggers = 0;
        for (JsonNode trigger : node.path("triggers")) {
            triggers |= Trigger.find(trigger.asText()).map(Trigger::mask).orElse(0);
        }
        return new ScoreOrigin(
                node.required("id").asText(),
                node.required("user").asText(),
                Instant.parse(node.required("asOf").asText()).toEpochMilli(),
                triggers,
                new ScoringModel(
                        node.required("model").asText(),
                        node.required("version").asLong(),
                        ReleaseRole.of(node.path("role").asText(ReleaseRole.ACTIVE.id())),
                        node.path("digest").asText()),
                node.path("features").asText(),
                node.path("backfill").asBoolean());
    }

    private static List<CategoryShare> shares(JsonNode entries, String number) {
        List<CategoryShare> shares = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            shares.add(new CategoryShare(entry.required("category").asText(), (float)
                    entry.required(number).asDouble()));
        }
        return shares;
    }

    private static List<Reason> reasons(JsonNode entries) {
        List<Reason> reasons = new ArrayList<>(entries.size());
        for (JsonNode entry : entries) {
            reasons.add(new Reason(
                    entry.required("code").asText(),
                    entry.required("words").asText(),
                    entry.path("feature").asText(),
                    entry.path("value").asDouble(),
                    (float) entry.path("contribution").asDouble()));
        }
        return reasons;
    }
}
