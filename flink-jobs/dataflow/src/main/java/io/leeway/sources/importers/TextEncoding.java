package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;

/**
 * A stream whose bytes are in a charset in which a line's end is one byte: a byte order mark is
 * taken off and believed, and UTF-16, marked or not, is written as UTF-8.
 */
record TextEncoding(InputStream in, Charset charset) {

    static TextEncoding of(InputStream raw, Charset named) throws IOException {
        PushbackInputStream in = new PushbackInputStream(raw, 4);
        byte[] top = new byte[4];
        int read = in.readNBytes(top, 0, top.length);
        int mark = 0;
        Charset charset = named;
        if (read >= 3 && at(top, 0) == 0xEF && at(top, 1) == 0xBB && at(top, 2) == 0xBF) {
            mark = 3;
            charset = UTF_8;
        } else if (read >= 2 && at(top, 0) == 0xFF && at(top, 1) == 0xFE) {
            mark = 2;
            charset = UTF_16LE;
        } else if (read >= 2 && at(top, 0) == 0xFE && at(top, 1) == 0xFF) {
            mark = 2;
            charset = UTF_16BE;
        } else if (read == 4 && top[0] != 0 && top[1] == 0 && top[2] != 0 && top[3] == 0) {
            charset = UTF_16LE;
        } else if (read == 4 && top[0] == 0 && top[1] != 0 && top[2] == 0 && top[3] != 0) {
            charset = UTF_16BE;
        }
        in.unread(top, mark, read - mark);
        return "\n".getBytes(charset).length == 1
                ? new TextEncoding(in, charset)
                : new TextEncoding(new Utf8Bytes(new InputStreamReader(in, charset.newDecoder())), UTF_8);
    }

    private static int at(byte[] bytes, int index) {
        return bytes[index] & 0xFF;
    }

    /** A text's bytes. */
    private static final class Utf8Bytes extends InputStream {

        private final Reader text;
        private final char[] chars = new char[1 << 13];
        private byte[] bytes = new byte[0];
        private int position;

        Utf8Bytes(Reader text) {
            this.text = text;
        }

        @Override
        public int read() throws IOException {
            return fill() ? bytes[position++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int copied = Math.min(length, bytes.length - position);
            System.arraycopy(bytes, position, into, offset, copied);
            position += copied;
            return copied;
        }

        @Override
        public void close() throws IOException {
            text.close();
        }

        private boolean fill() throws IOException {
            if (position < bytes.length) {
                return true;
            }
            int read = text.read(chars, 0, chars.length - 1);
            if (read <= 0) {
                return false;
            }
            if (Character.isHighSurrogate(chars[read - 1])) {
                // A pair is one character of UTF-8.
                int second = text.read();
                if (second >= 0) {
                    chars[read++] = (char) second;
                }
            }
            bytes = new String(chars, 0, read).getBytes(UTF_8);
            position = 0;
            return true;
        }
    }
}
