package io.leeway.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import io.leeway.shopper.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Requests for scores as rows for SQL: one JSON object a request, with the features of every task
 * in an object of the task's name.
 *
 * <p>Fields are the models' tensors, {@code _} for {@code .} in a feature's name; each is a flat
 * array, row-major. A category is its name, and null is padding. Times are such as Flink's JSON
 * format reads with {@code 'json.timestamp-format.standard' = 'ISO-8601'}.
 */
public final class FeatureRowJson {
    private static final JsonFactory JSON = new JsonFactory();

    private FeatureRowJson() {}

    /**
     * The record of one request for {@link Topics#FEATURES}.
     *
     * @param vectors of one shopper and instant, one for each task
     */
    public static SinkRecord encode(List<FeatureVector> vectors) {
        FeatureVector request = vectors.get(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("user_id", request.userId());
            json.writeStringField(
                    "as_of", Instant.ofEpochMilli(request.asOfMillis()).toString());
            json.writeArrayFieldStart("triggers");
            for (String trigger : Trigger.ids(request.triggers())) {
                json.writeString(trigger);
            }
            json.writeEndArray();
            json.writeBooleanField("is_backfill", request.backfill());
            for (FeatureVector vector : vectors) {
                write(json, vector);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] key = request.userId().getBytes(StandardCharsets.UTF_8);
        return SinkRecord.of(Topics.FEATURES, key, bytes.toByteArray(), request.asOfMillis());
    }

    private static void write(JsonGenerator json, FeatureVector vector) throws IOException {
        Task task = Task.of(vector.task());
        json.writeObjectFieldStart(task.id());
        for (FeatureSpec feature : task.features()) {
            json.writeArrayFieldStart(feature.name().replace('.', '_'));
            int from = task.offset(feature);
            for (int i = from; i < from + feature.width(); i++) {
                switch (feature.kind()) {
                    case NUMBER -> json.writeNumber(vector.numbers()[i]);
                    case CODE -> json.writeNumber(vector.ids()[i]);
                    case CATEGORY -> {
                        int index = vector.ids()[i];
                        // A null string is written as JSON's null.
                        json.writeString(index == 0 ? null : vector.dictionary()[index - 1]);
                    }
                }
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
