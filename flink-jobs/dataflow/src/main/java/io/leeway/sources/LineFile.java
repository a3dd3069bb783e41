package io.leeway.sources;

import io.leeway.records.HistoryException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/** The lines of a file, plain or {@code .gz}. Not thread-safe; the caller closes it. */
final class LineFile implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private long lines;

    private LineFile(Path path, InputStream in) {
        this.path = path;
        this.in = new BufferedInputStream(in, BUFFER);
    }

    static LineFile open(Path path) throws IOException {
        FSDataInputStream file = path.getFileSystem().open(path);
        if (!path.getName().endsWith(".gz")) {
            return new LineFile(path, file);
        }
        try {
            return new LineFile(path, new GZIPInputStream(file, BUFFER));
        } catch (EOFException | ZipException e) {
            file.close();
            throw damaged(path, 1, e);
        }
    }

    /** Another error of reading may pass, and the job is restarted; this one will not. */
    private static RuntimeException damaged(Path path, long line, IOException cause) {
        return new SuppressRestartsException(new HistoryException(
                "Expected a whole gzip file, found a damaged one in " + LineDecoder.at(path, line) + " ("
                        + cause.getMessage()
                        + "); copy it again, or write the history again with `leeway import`",
                cause));
    }

    /** The next line without its end; null behind the last. */
    byte @Nullable [] next() throws IOException {
        line.reset();
        try {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            while (next >= 0 && next != '\n') {
                line.write(next);
                next = in.read();
            }
            lines++;
            return line.toByteArray();
        } catch (EOFException | ZipException e) {
            throw damaged(path, lines + 1, e);
        }
    }

    long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
