package io.leeway.sources;

import io.leeway.records.HistoryException;
import io.leeway.topics.RawBytes;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file, plain or {@code .gz}. A line of any length is read in bounded memory. Not
 * thread-safe; the caller closes it.
 */
public final class LineFile implements Closeable {
    private static final int BUFFER = 1 << 16;

    private final Path path;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] line = new byte[512];
    private int position;
    private int limit;
    private long lines;

    private LineFile(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /** Opens a file by its address. */
    public static LineFile open(Path path) throws IOException {
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

    /**
     * The next line without its end, cut where it is longer than {@link LineDecoder#MAX_BYTES};
     * null behind the last.
     */
    public @Nullable RawBytes next() throws IOException {
        try {
            if (!fill()) {
                return null;
            }
            RawBytes next = read();
            lines++;
            return next;
        } catch (EOFException | ZipException e) {
            throw damaged(path, lines + 1, e);
        }
    }

    private RawBytes read() throws IOException {
        int length = 0;
        while (fill()) {
            int end = end();
            int more = end - position;
            if (length + more > LineDecoder.MAX_BYTES) {
                return cut(length);
            }
            if (length + more > line.length) {
                line = Arrays.copyOf(line, Math.max(length + more, 2 * line.length));
            }
            System.arraycopy(buffer, position, line, length, more);
            length += more;
            position = end + 1;
            if (end < limit) {
                break;
            }
        }
        return RawBytes.whole(Arrays.copyOf(line, length));
    }

    /** Of a line that is too long the rest passes by, behind what was read of it. */
    private RawBytes cut(int read) throws IOException {
        MessageDigest digest = RawBytes.sha256();
        digest.update(line, 0, read);
        long length = read;
        byte[] kept = Arrays.copyOf(line, RawBytes.LIMIT);
        while (fill()) {
            int end = end();
            digest.update(buffer, position, end - position);
            length += end - position;
            position = end + 1;
            if (end < limit) {
                break;
            }
        }
        return new RawBytes(kept, length, digest.digest());
    }

    /** Where the line ends in the buffer, or the buffer itself. */
    private int end() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    /** How many were read. */
    public long lines() {
        return lines;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
