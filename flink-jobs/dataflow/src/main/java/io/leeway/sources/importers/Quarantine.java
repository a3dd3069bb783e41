package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bad lines of an import, as JSON lines {@code {"file":…,"line":…,"reason":…,"detail":…}}; the
 * file is created with the first. Lines are counted in the unzipped file, from 1.
 */
final class Quarantine implements Closeable {

    static final String FILE = "quarantine.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private @Nullable OutputStream out;

    Quarantine(Path folder) {
        this.file = folder.resolve(FILE);
    }

    void add(Path of, long line, String rule, String detail) throws IOException {
        if (out == null) {
            out = new BufferedOutputStream(Files.newOutputStream(file));
        }
        String json = JSON.createObjectNode()
                .put("file", of.toString())
                .put("line", line)
                .put("reason", rule)
                .put("detail", detail)
                .toString();
        out.write(json.getBytes(UTF_8));
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
