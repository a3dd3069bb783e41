package io.leeway.topics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.leeway.records.ProfileSnapshot;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.ProfileSettings;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * A profile for people: its features by their names in the rule book, as JSON; of a shopper who
 * objects, that alone.
 */
public final class ProfileJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ProfileJson() {}

    /**
     * The record of a profile for {@link Topics#PROFILES}.
     *
     * @param asOfMillis the instant to which the profile has advanced
     */
    public static SinkRecord encode(ProfileSnapshot snapshot, ProfileSettings settings, long asOfMillis) {
        ShopperProfile profile = ShopperProfile.ofBytes(settings, snapshot.profile());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("user", snapshot.userId());
            if (profile.isObjected()) {
                json.writeBooleanField("objected", true);
            } else {
                json.writeStringField("asOf", Instant.ofEpochMilli(asOfMillis).toString());
            }
            json.writeNumberField("stateBytes", snapshot.profile().length);
            if (!profile.isObjected()) {
                features(json, profile, asOfMillis);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] key = snapshot.userId().getBytes(StandardCharsets.UTF_8);
        return SinkRecord.of(Topics.PROFILES, key, bytes.toByteArray(), asOfMillis);
    }

    private static void features(JsonGenerator json, ShopperProfile profile, long asOfMillis) throws IOException {
        for (Task task : Task.values()) {
            FeatureValues values = profile.values(task, asOfMillis);
            for (FeatureSpec feature : task.features()) {
                write(json, task, feature, values);
            }
        }
    }

    private static void write(JsonGenerator json, Task task, FeatureSpec feature, FeatureValues values)
            throws IOException {
        int from = task.offset(feature);
        int to = from + feature.width();
        json.writeArrayFieldStart(feature.name());
        for (int i = from; i < to; i++) {
            switch (feature.kind()) {
                case NUMBER -> json.writeNumber(values.numbers()[i]);
                case CODE -> json.writeNumber(values.ids()[i]);
                case CATEGORY -> {
                    int index = values.ids()[i];
                    json.writeString(index == 0 ? "" : values.dictionary()[index - 1]);
                }
            }
        }
        json.writeEndArray();
    }
}
