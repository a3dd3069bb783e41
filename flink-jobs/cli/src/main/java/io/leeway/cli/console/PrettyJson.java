package io.leeway.cli.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Values as indented JSON, by Jackson's names. Thread-safe. */
public final class PrettyJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private PrettyJson() {}

    public static List<String> lines(Object value) throws IOException {
        return JSON.writeValueAsString(value).lines().toList();
    }

    public static void write(Path file, Object value) throws IOException {
        JSON.writeValue(file.toFile(), value);
    }

    /** Takes the place of a file in one step: who reads meanwhile reads the one or the other. */
    public static void replace(Path file, Object value) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        write(next, value);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty where there is no such file. */
    public static <T> Optional<T> readIfThere(Path file, Class<T> type) throws IOException {
        return Files.exists(file) ? Optional.of(read(file, type)) : Optional.empty();
    }

    public static <T> T read(Path file, Class<T> type) throws IOException {
        return JSON.readValue(file.toFile(), type);
    }
}
