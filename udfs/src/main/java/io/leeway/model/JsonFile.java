package io.leeway.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The JSON files beside a model. Keys are sorted, so that equal contents have equal digests. */
final class JsonFile {
    static final JsonMapper JSON = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonFile() {}

    interface Parser<T> {
        T parse(JsonNode json) throws JacksonException;
    }

    /** The value in a file, which the error calls {@code subject}; empty where there is none. */
    static <T> Optional<T> find(String subject, Path file, Parser<T> parser) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.parse(JSON.readTree(Files.readAllBytes(file))));
        } catch (JacksonException damaged) {
            throw new ModelException(
                    subject + ": expected a readable file in JSON, found a damaged one (" + damaged.getOriginalMessage()
                            + "); copy the released model again",
                    damaged);
        } catch (IOException unreadable) {
            throw new ModelException(
                    subject + ": expected a readable file, found " + unreadable + "; check its permissions",
                    unreadable);
        }
    }

    static void write(String what, Path file, String json) {
        try {
            Files.writeString(file, json);
        } catch (IOException unwritable) {
            throw new ModelException(
                    what + " " + file + ": expected to write it, found " + unwritable
                            + "; check the folder's permissions",
                    unwritable);
        }
    }

    /** The text of a value that can always be written. */
    static String text(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JacksonException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
