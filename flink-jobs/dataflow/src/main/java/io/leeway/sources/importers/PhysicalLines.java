package io.leeway.sources.importers;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;

/**
 * The lines of a stream with their numbers, one by one; none is so long or so broken that the next
 * cannot be read. Closes the stream.
 */
final class PhysicalLines implements Closeable {

    /** Longer lines are no lines of a CSV file; what is beyond is skipped. */
    static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private final Charset charset;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int position;
    private int limit;
    private long number;
    private boolean tooLong;

    PhysicalLines(InputStream in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        line.reset();
        tooLong = false;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int room = Math.min(end - position, MAX_BYTES - line.size());
            line.write(buffer, position, room);
            tooLong |= room < end - position;
            position = end + 1;
            if (end < limit) {
                break;
            }
            position = limit;
        }
        if (any) {
            number++;
        }
        return any;
    }

    /** The current line's number, from 1. */
    long number() {
        return number;
    }

    /** The current line without its end. */
    String text() throws BadLineException {
        if (tooLong) {
            throw BadLineException.undecodable(
                    "Expected a line of at most " + MAX_BYTES + " bytes, found a longer one");
        }
        try {
            String text = charset.newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException broken) {
            throw BadLineException.undecodable("Expected text in " + charset + ", found bytes that are not");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
