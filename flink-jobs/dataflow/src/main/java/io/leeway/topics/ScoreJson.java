package io.leeway.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.records.ReleaseRole;
import io.leeway.records.Score;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.Reason;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

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
    public static SinkRecord encode(Score score) {
        String topic = topic(score);
        byte[] key = score.userId().getBytes(StandardCharsets.UTF_8);
        if (score.isErasure()) {
            return SinkRecord.of(topic, key, null, score.asOfMillis());
        }
        return new SinkRecord(
                topic,
                key,
                value(score),
                score.asOfMillis(),
                score.scoredAtMillis(),
                score.scoringMillis(),
                score.appendedAtMillis(),
                score.bundleRows());
    }

    private static String topic(Score score) {
        if (score.role() == ReleaseRole.SHADOW) {
            return Topics.SHADOW;
        }
        return score.task().equals(Task.CHURN.id()) ? Topics.CHURN : Topics.INTEREST;
    }

    private static byte[] value(Score score) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("id", score.id());
            json.writeStringField("user", score.userId());
            json.writeStringField(
                    "asOf", Instant.ofEpochMilli(score.asOfMillis()).toString());
            json.writeArrayFieldStart("triggers");
            for (String trigger : Trigger.ids(score.triggers())) {
                json.writeString(trigger);
            }
            json.writeEndArray();
            json.writeStringField("model", score.model());
            json.writeNumberField("version", score.version());
            if (score.role() != ReleaseRole.ACTIVE) {
                json.writeStringField("role", score.role().id());
            }
            json.writeStringField("digest", score.digest());
            json.writeStringField("features", score.features());
            json.writeBooleanField("backfill", score.backfill());
            if (score.task().equals(Task.CHURN.id())) {
                json.writeNumberField("probability", score.value());
            } else {
                json.writeNumberField("drift", score.value());
                writeCategories(json, "from", "change", score.from(), score.fromChanges());
                writeCategories(json, "to", "change", score.to(), score.toChanges());
                writeCategories(json, "next", "probability", score.next(), score.nextProbabilities());
            }
            writeReasons(json, score.reasons());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Figures are rounded: their last digits are the batch's, not the shopper's. */
    private static void writeReasons(JsonGenerator json, Reason[] reasons) throws IOException {
        if (reasons.length == 0) {
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

    private static void writeCategories(
            JsonGenerator json, String field, String number, String[] names, float[] numbers) throws IOException {
        json.writeArrayFieldStart(field);
        for (int i = 0; i < names.length; i++) {
            json.writeStartObject();
            json.writeStringField("category", names[i]);
            json.writeNumberField(number, numbers[i]);
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
    public static Score score(byte[] json) throws IOException {
        JsonNode node = MAPPER.readTree(json);
        boolean churn = node.has("probability");
        int triggers = 0;
        for (JsonNode trigger : node.path("triggers")) {
            triggers |= Trigger.find(trigger.asText()).map(Trigger::mask).orElse(0);
        }
        return new Score(
                node.required("id").asText(),
                node.required("user").asText(),
                Instant.parse(node.required("asOf").asText()).toEpochMilli(),
                triggers,
                node.required("model").asText(),
                node.required("version").asLong(),
                ReleaseRole.of(node.path("role").asText(ReleaseRole.ACTIVE.id())),
                node.path("digest").asText(),
                node.path("features").asText(),
                node.path("backfill").asBoolean(),
                (churn ? Task.CHURN : Task.INTEREST).id(),
                (float) node.required(churn ? "probability" : "drift").asDouble(),
                names(node.path("from")),
                numbers(node.path("from"), "change"),
                names(node.path("to")),
                numbers(node.path("to"), "change"),
                names(node.path("next")),
                numbers(node.path("next"), "probability"),
                reasons(node.path("reasons")),
                0,
                -1,
                0,
                0);
    }

    private static String[] names(JsonNode entries) {
        String[] names = new String[entries.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = entries.get(i).required("category").asText();
        }
        return names;
    }

    private static float[] numbers(JsonNode entries, String field) {
        float[] numbers = new float[entries.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) entries.get(i).required(field).asDouble();
        }
        return numbers;
    }

    private static Reason[] reasons(JsonNode entries) {
        Reason[] reasons = new Reason[entries.size()];
        for (int i = 0; i < reasons.length; i++) {
            JsonNode entry = entries.get(i);
            reasons[i] = new Reason(
                    entry.required("code").asText(),
                    entry.required("words").asText(),
                    entry.path("feature").asText(),
                    entry.path("value").asDouble(),
                    (float) entry.path("contribution").asDouble());
        }
        return reasons;
    }
}
