package io.leeway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.leeway.topics.RawBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of any length in bounded memory. */
class LineFileTest {
    private static final int LONG = 500_000_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lines.jsonl", "lines.jsonl.gz"})
    void linesAreThoseOfTheFile(String name) throws IOException {
        Random random = new Random(3);
        List<byte[]> lines = new ArrayList<>();
        for (int length : new int[] {0, 5, 65_535, 0, 65_536, 65_537, 3, LineDecoder.MAX_BYTES, 70_000, 1}) {
            byte[] line = new byte[length];
            for (int i = 0; i < length; i++) {
                line[i] = (byte) ('a' + random.nextInt(26));
            }
            lines.add(line);
        }
        write(name, lines);
        try (LineFile file = open(name)) {
            for (byte[] line : lines) {
                RawBytes next = file.next();
                assertThat(next.isCut()).isFalse();
                assertThat(next.kept()).isEqualTo(line);
            }
            assertThat(file.next()).isNull();
            assertThat(file.lines()).isEqualTo(lines.size());
        }
    }

    @Test
    void theLastLineNeedsNoEnd() throws IOException {
        Files.writeString(folder.resolve("open"), "a\n\nb");
        try (LineFile file = open("open")) {
            assertThat(file.next().kept()).isEqualTo("a".getBytes(UTF_8));
            assertThat(file.next().kept()).isEmpty();
            assertThat(file.next().kept()).isEqualTo("b".getBytes(UTF_8));
            assertThat(file.next()).isNull();
        }
    }

    @Test
    void aLineBeyondTheLimitIsCutAndTheNextFollows() throws Exception {
        byte[] line = new byte[LineDecoder.MAX_BYTES + 1];
        Arrays.fill(line, (byte) 'x');
        line[line.length - 1] = 'y';
        write("cut", List.of(line, "next".getBytes(UTF_8)));
        try (LineFile file = open("cut")) {
            RawBytes cut = file.next();
            assertThat(cut.kept()).isEqualTo(Arrays.copyOf(line, RawBytes.LIMIT));
            assertThat(cut.length()).isEqualTo(line.length);
            assertThat(cut.digest())
                    .isEqualTo(MessageDigest.getInstance("SHA-256").digest(line));
            assertThat(file.next().kept()).isEqualTo("next".getBytes(UTF_8));
        }
    }

    /** What a thread allocates bounds what it holds. */
    @Test
    void halfAGigabyteInOneLineTakesAFewMegabytes() throws IOException {
        try (RandomAccessFile sparse =
                new RandomAccessFile(folder.resolve("sparse").toFile(), "rw")) {
            sparse.seek(LONG);
            sparse.writeBytes("\nnext\n");
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (LineFile file = open("sparse")) {
            long before = threads.getCurrentThreadAllocatedBytes();
            RawBytes cut = file.next();
            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8L << 20);
            assertThat(cut.length()).isEqualTo(LONG);
            assertThat(file.next().kept()).isEqualTo("next".getBytes(UTF_8));
            assertThat(file.lines()).isEqualTo(2);
        }
    }

    private LineFile open(String name) throws IOException {
        return LineFile.open(
                new org.apache.flink.core.fs.Path(folder.resolve(name).toUri()));
    }

    private void write(String name, List<byte[]> lines) throws IOException {
        try (OutputStream raw = Files.newOutputStream(folder.resolve(name));
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            for (byte[] line : lines) {
                out.write(line);
                out.write('\n');
            }
        }
    }
}
