package io.leeway.sources.importers;

import io.leeway.sources.importers.values.BadLineException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a stream with their numbers, one by one; none is so long or so broken that the next
 * cannot be read. Lines end with a line feed; where the top of the file has none, with a carriage
 * return too. Closes the stream.
 */
final class PhysicalLines implements Closeable {

    /** Longer lines are no lines of a CSV file; what is beyond is skipped. */
    static final int MAX_BYTES = 1 << 20;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final boolean asciiIsItself;
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int position;
    private int limit;
    private boolean top = true;
    private boolean returnsEnd;
    private boolean afterReturn;
    private long number;
    private boolean tooLong;

    PhysicalLines(InputStream in, Charset charset) throws IOException {
        TextEncoding text = TextEncoding.of(in, charset);
        this.in = text.in();
        this.decoder = text.charset().newDecoder();
        String ascii = "0123456789,;\tABCXYZabcxyz\"'-:._";
        this.asciiIsItself = ascii.equals(new String(ascii.getBytes(StandardCharsets.US_ASCII), text.charset()));
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        line.reset();
        tooLong = false;
        boolean any = false;
        while (fill()) {
            if (afterReturn && buffer[position] == '\n') {
                position++;
                afterReturn = false;
                continue;
            }
            afterReturn = false;
            any = true;
            int end = position;
            while (end < limit && buffer[end] != '\n' && !(returnsEnd && buffer[end] == '\r')) {
                end++;
            }
            int room = Math.min(end - position, MAX_BYTES - line.size());
            line.write(buffer, position, room);
            tooLong |= room < end - position;
            position = end + 1;
            if (end < limit) {
                afterReturn = buffer[end] == '\r';
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
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        if (asciiIsItself && isAscii(bytes, length)) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
        } catch (CharacterCodingException broken) {
            throw BadLineException.undecodable("Expected text in " + decoder.charset() + ", found bytes that are not");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static boolean isAscii(byte[] bytes, int length) {
        byte all = 0;
        for (int i = 0; i < length; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        if (top && limit > 0) {
            top = false;
            limit += in.readNBytes(buffer, limit, buffer.length - limit);
            returnsEnd = !has('\n');
        }
        return limit > 0;
    }

    private boolean has(char sign) {
        for (int i = 0; i < limit; i++) {
            if (buffer[i] == sign) {
                return true;
            }
        }
        return false;
    }
}
