package io.leeway.sources;

import io.leeway.topics.RawBytes;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.flink.core.fs.Path;

/**
 * From the lines of history files to what they say. One instance serves one reader, file after
 * file.
 */
public interface LineDecoder<T> extends Serializable {
    /** A longer line is no record: of it the first bytes, the length and the digest are kept. */
    int MAX_BYTES = 1 << 20;

    Lines<T> begin(Path file) throws IOException;

    /** The lines of one file, from its first on. */
    interface Lines<T> {

        /**
         * Hands on what a line says: one, nothing or several; of the same line always the same, or
         * a restored job would go on at another place.
         *
         * @param bytes the line without its end
         * @param number from 1
         */
        void decode(byte[] bytes, long number, Consumer<T> out) throws IOException;

        /** The same for a line that is longer than {@link #MAX_BYTES}. */
        void oversized(RawBytes line, long number, Consumer<T> out) throws IOException;
    }

    /** A line's place, for messages. */
    static String at(Path file, long number) {
        return "file " + file + ", line " + number;
    }
}
