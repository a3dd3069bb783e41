package io.leeway.sources.importers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a finished history holds: the file {@value #FILE} in its folder. A folder without it is
 * none, or not finished.
 *
 * @param from the first line's event time; of the part after a cut, the cut
 * @param to exclusive: a millisecond after the last line's event time; of the part before a cut,
 *     the cut
 * @param events lines in all slices
 * @param counts what was counted on the way, by name
 * @param cut where history was cut from live events
 * @param slices in order of time
 */
public record HistoryIndex(
        Instant from,
        Instant to,
        long events,
        Map<String, Long> counts,
        @Nullable Instant cut,
        List<Slice> slices) {

    public static final String FILE = "_history.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A file of the history.
     *
     * @param file relative to the index's folder, with {@code /}
     */
    public record Slice(String file, long events) {}

    public HistoryIndex {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        slices = List.copyOf(slices);
    }

    /**
     * The index of a folder.
     *
     * @throws ImportException where there is none or it cannot be understood
     */
    public static HistoryIndex read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new ImportException("Expected a finished history with " + FILE + ", found none in " + folder
                    + ": write one with 'leeway import'");
        }
        return parse(Files.readAllBytes(file), file.toString());
    }

    /**
     * The index in these bytes, of a folder in whatever file system.
     *
     * @param where for the message
     * @throws ImportException where it cannot be understood
     */
    public static HistoryIndex parse(byte[] bytes, String where) throws ImportException {
        try {
            JsonNode json = JSON.readTree(bytes);
            Map<String, Long> counts = new LinkedHashMap<>();
            json.required("counts")
                    .properties()
                    .forEach(
                            count -> counts.put(count.getKey(), count.getValue().asLong()));
            List<Slice> slices = new ArrayList<>();
            for (JsonNode slice : json.required("slices")) {
                slices.add(new Slice(
                        slice.required("file").asText(),
                        slice.required("events").asLong()));
            }
            return new HistoryIndex(
                    Instant.parse(json.required("from").asText()),
                    Instant.parse(json.required("to").asText()),
                    json.required("events").asLong(),
                    counts,
                    json.has("cut") ? Instant.parse(json.get("cut").asText()) : null,
                    slices);
        } catch (IOException | IllegalArgumentException | DateTimeException broken) {
            throw new ImportException(
                    "Expected an index of a history, found something else in " + where + ": write the history again",
                    broken);
        }
    }

    /**
     * The same after lines were removed from slices.
     *
     * @param removed how many, by the slice's file
     */
    public HistoryIndex without(Map<String, Long> removed) {
        List<Slice> left = slices.stream()
                .map(slice -> new Slice(slice.file(), slice.events() - removed.getOrDefault(slice.file(), 0L)))
                .toList();
        return new HistoryIndex(from, to, left.stream().mapToLong(Slice::events).sum(), counts, cut, left);
    }

    /** Writes it into the folder, in place of the one that is there. */
    public void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", 1);
        json.put("from", from.toString());
        json.put("to", to.toString());
        if (cut != null) {
            json.put("cut", cut.toString());
        }
        json.put("events", events);
        ObjectNode named = json.putObject("counts");
        counts.forEach(named::put);
        ArrayNode files = json.putArray("slices");
        for (Slice slice : slices) {
            files.addObject().put("file", slice.file()).put("events", slice.events());
        }
        Path next = folder.resolve(FILE + ".new");
        JSON.writerWithDefaultPrettyPrinter().writeValue(next.toFile(), json);
        Files.move(next, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
