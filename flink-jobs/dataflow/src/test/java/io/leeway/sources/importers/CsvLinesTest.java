package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are told as {@code number:cells}, bad ones as {@code number!message}. */
class CsvLinesTest {

    @Test
    void readsCellsWithTheNumbersOfTheirPhysicalLines() throws IOException {
        assertThat(read("a,b\n1,2\n\n\"x,y\",\"he said \"\"no\"\"\"\r\n\"two\nlines\",3\n,\n5,6"))
                .containsExactly("2:1|2", "4:x,y|he said \"no\"", "5:two\nlines|3", "7:|", "8:5|6");
    }

    @Test
    void aBadLineIsBadAlone() throws IOException {
        assertThat(read("a,b\n1\n2,2\n3,3,3\n4,4\n\"5\"x,5\n6,6\n7\",7\n8,\"8\n9,9\n"))
                .containsExactly(
                        "2!Expected 2 cells, found 1",
                        "3:2|2",
                        "4!Expected 2 cells, found 3",
                        "5:4|4",
                        "6!Expected CSV, found a quote that is not doubled or not at a cell's end",
                        "7:6|6",
                        "8:7\"|7",
                        "9!Expected a closing quote, found none in the next 1 lines",
                        "10:9|9");
    }

    @Test
    void anOpenQuoteTakesInNoMoreThanItsShare() throws IOException {
        StringBuilder csv = new StringBuilder("a,b\n");
        for (int i = 2; i <= 200; i++) {
            csv.append(i == 10 ? "\"open,10\n" : i + "," + i + "\n");
        }
        List<String> lines = read(csv.toString());
        assertThat(lines).hasSize(199).contains("9:9|9", "11:11|11", "200:200|200");
        assertThat(lines.get(8)).isEqualTo("10!Expected a closing quote, found none in the next 50 lines");
    }

    @Test
    void brokenBytesAreBadAlone() throws IOException {
        byte[] csv = "a,b\n1,é\n2,2\n\"3,é\n4,4\"\n".getBytes(ISO_8859_1);
        assertThat(read(csv, CsvShape.DEFAULT))
                .containsExactly(
                        "2!Expected text in UTF-8, found bytes that are not",
                        "3:2|2",
                        "4!Expected text in UTF-8, found bytes that are not",
                        "5:4|4\"");
        assertThat(read(csv, new CsvShape(',', ISO_8859_1, true, List.of()))).contains("2:1|é");
    }

    @Test
    void aLineWithoutEndIsBadAlone() throws IOException {
        String csv = "a,b\n" + "x".repeat(PhysicalLines.MAX_BYTES + 70_000) + ",1\n2,2\n";
        assertThat(read(csv))
                .containsExactly("2!Expected a line of at most 1048576 bytes, found a longer one", "3:2|2");
    }

    @Test
    void headersMayBeAbsentQuotedOrMarked() throws IOException {
        assertThat(lines("\uFEFF\"a\", b \n1,2\n", CsvShape.DEFAULT).header()).containsExactly("a", "b");
        CsvShape bare = new CsvShape(';', UTF_8, false, List.of());
        assertThat(lines("x;1\ny;2", bare).header()).containsExactly("#1", "#2");
        assertThat(read("x;1\ny;2".getBytes(UTF_8), bare)).containsExactly("1:x|1", "2:y|2");
        CsvShape usual = new CsvShape(',', UTF_8, true, List.of("user", "time"));
        assertThat(lines("7,8\n", usual).header()).containsExactly("user", "time");
        assertThat(read("7,8\n".getBytes(UTF_8), usual)).containsExactly("1:7|8");
        assertThat(read("time,user\n7,8\n".getBytes(UTF_8), usual)).containsExactly("2:7|8");
        assertThat(lines("other,user,more\n7,8,9\n", usual).header()).containsExactly("other", "user", "more");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "\"open\n1,2\n"})
    void withoutAHeaderThereIsNothingToRead(String csv) {
        assertThatExceptionOfType(ImportException.class).isThrownBy(() -> lines(csv, CsvShape.DEFAULT));
    }

    @Test
    void shapesAreChecked() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CsvShape(',', UTF_16, true, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new CsvShape('"', UTF_8, true, List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyLineComesOnceWhateverStandsInIt(long seed) throws IOException {
        Random random = new Random(seed);
        String signs = "a,\"\n\r ";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder csv = new StringBuilder("a,b\n");
            for (int i = random.nextInt(40); i > 0; i--) {
                csv.append(signs.charAt(random.nextInt(signs.length())));
            }
            csv.append("\nlast,line\n");
            List<String> read = read(csv.toString());
            long last = csv.chars().filter(c -> c == '\n').count();
            // Only a cell whose quote opened before it can have taken the last line in.
            assertThat(read.get(read.size() - 1))
                    .satisfiesAnyOf(
                            line -> assertThat(line).isEqualTo(last + ":last|line"),
                            line -> assertThat(line).contains("\nlast"),
                            line -> assertThat(line).contains("!Expected"));
            List<Long> numbers = read.stream()
                    .map(line -> Long.parseLong(line.split("[:!]", 2)[0]))
                    .toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
        }
    }

    private static List<String> read(String csv) throws IOException {
        return read(csv.getBytes(UTF_8), CsvShape.DEFAULT);
    }

    private static List<String> read(byte[] csv, CsvShape shape) throws IOException {
        List<String> told = new ArrayList<>();
        try (CsvLines lines = new CsvLines(new ByteArrayInputStream(csv), shape)) {
            while (true) {
                try {
                    List<String> cells = lines.next();
                    if (cells == null) {
                        return told;
                    }
                    told.add(lines.number() + ":" + String.join("|", cells));
                } catch (BadLineException bad) {
                    told.add(lines.number() + "!" + bad.detail());
                }
            }
        }
    }

    private static CsvLines lines(String csv, CsvShape shape) throws IOException {
        return new CsvLines(new ByteArrayInputStream(csv.getBytes(UTF_8)), shape);
    }
}
