package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leeway.sources.importers.values.BadLineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
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
                        "6:\"5\"x|5",
                        "7:6|6",
                        "8:7\"|7",
                        "9:8|\"8",
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
        assertThat(lines.get(8)).isEqualTo("10:\"open|10");
    }

    @Test
    void aQuoteJoinsNoLineThatIsWholeByItself() throws IOException {
        assertThat(read("a,b,c\n1,2,\"wide 12\n2,3,x\n3,4,\"y\"\n"))
                .containsExactly("2:1|2|\"wide 12", "3:2|3|x", "4:3|4|y");
        assertThat(read("a,b,c\n1,\"two, and\nmore\",3\n4,5,6\n")).containsExactly("2:1|two, and\nmore|3", "4:4|5|6");
        assertThat(read("a,b,c\n\"1,2,3,4\n5,6,7\n"))
                .containsExactly("2!Expected a closing quote, found none that ends a line of 3 cells", "3:5|6|7");
    }

    @Test
    void quotesMayBeEscapedByBackslashes() throws IOException {
        assertThat(read("a,b\n\"he said \\\"no, no\\\"\",5\n6,7\n")).containsExactly("2:he said \"no, no\"|5", "3:6|7");
    }

    @Test
    void emptyCellsAtALinesEndMayBeLeftOutOrAdded() throws IOException {
        try (CsvLines lines = lines("a,b,c,d\n1,2\n1,2,3,4,,\n1,2,3,4,5\n1\n", CsvShape.DEFAULT)) {
            assertThat(all(lines, 2))
                    .containsExactly(
                            "2:1|2||", "3:1|2|3|4", "4!Expected 4 cells, found 5", "5!Expected 4 cells, found 1");
        }
    }

    @Test
    void filesEndTheirLinesAsTheyLike() throws IOException {
        assertThat(read("a,b\r1,2\r\r3,4\r")).containsExactly("2:1|2", "4:3|4");
        assertThat(read("a,b\r\n1,2\r\n")).containsExactly("2:1|2");
        assertThat(read("a,b\n1,x\ry\n")).containsExactly("2:1|x\ry");
    }

    @Test
    void marksAndLinesAtTheTopAreNoData() throws IOException {
        String csv = "a;b\nä;€\n😀;2\n";
        assertThat(read("\uFEFFsep=;\r\n" + csv)).containsExactly("3:ä|€", "4:😀|2");
        for (Charset charset : List.of(UTF_16, UTF_16LE, UTF_16BE)) {
            assertThat(read(("sep=;\n" + csv).getBytes(charset), CsvShape.DEFAULT))
                    .as(charset.name())
                    .containsExactly("3:ä|€", "4:😀|2");
        }
        byte[] marked = ("\uFEFF" + csv).getBytes(UTF_16LE);
        assertThat(read(marked, new CsvShape(';', UTF_8, true, List.of()))).containsExactly("2:ä|€", "3:😀|2");
        try (CsvLines lines = lines("Visits, of May\n\na,b\n1,2\n", new CsvShape(',', UTF_8, true, List.of(), 1))) {
            assertThat(lines.header()).containsExactly("a", "b");
            assertThat(all(lines, 2)).containsExactly("4:1|2");
            assertThat(lines.account()).isEqualTo(new LineAccount(4, 2, 1, 1, 0));
        }
    }

    @Test
    void runsOfBlanksPartCells() throws IOException {
        assertThat(read(
                        " 7 19970101   \"3\n8\t19970102  4 \n".getBytes(UTF_8),
                        new CsvShape(CsvShape.BLANKS, UTF_8, false, List.of())))
                .containsExactly("1:7|19970101|\"3", "2:8|19970102|4");
    }

    /** Whatever is done to a file, each physical line is in one place of the account. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theAccountAddsUp(long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<String> rows = new ArrayList<>(List.of("user,time,note"));
            for (int i = random.nextInt(30); i >= 0; i--) {
                rows.add(
                        "u" + i + "," + i + (random.nextInt(4) == 0 ? ",\"two\nlines, \"\"" + i + "\"\"\"" : ",n" + i));
            }
            switch (random.nextInt(4)) {
                case 0 -> Collections.shuffle(rows, random);
                case 1 -> rows.addAll(rows.subList(0, rows.size() / 2));
                case 2 -> rows.replaceAll(row -> row.substring(0, Math.max(1, row.lastIndexOf(','))));
                default -> rows.add(random.nextInt(rows.size()), "");
            }
            StringBuilder csv = new StringBuilder(String.join(random.nextBoolean() ? "\n" : "\r\n", rows));
            for (int i = random.nextInt(6); i > 0; i--) {
                csv.insert(random.nextInt(csv.length()), "\",\n\r\\ é".charAt(random.nextInt(7)));
            }
            Charset charset = List.of(UTF_8, ISO_8859_1, UTF_16).get(random.nextInt(3));
            byte[] bytes = csv.toString().getBytes(charset);
            try (CsvLines lines = new CsvLines(new ByteArrayInputStream(bytes), CsvShape.DEFAULT)) {
                long records = all(lines, 2).size();
                LineAccount account = lines.account();
                assertThat(account.physical())
                        .as(csv.toString())
                        .isEqualTo(account.header() + account.blank() + account.inRecords());
                assertThat(account.inRecords()).isGreaterThanOrEqualTo(records);
                if (charset != UTF_16) {
                    assertThat(account.physical())
                            .isEqualTo(csv.chars().filter(c -> c == '\n').count()
                                    + (csv.charAt(csv.length() - 1) == '\n' ? 0 : 1));
                }
            } catch (ImportException noHeader) {
                assertThat(noHeader).hasMessageStartingWith("Expected");
            }
        }
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
        assertThatIllegalArgumentException().isThrownBy(() -> new CsvShape(',', UTF_8, true, List.of(), -1));
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
        try (CsvLines lines = new CsvLines(new ByteArrayInputStream(csv), shape)) {
            return all(lines, lines.header().size());
        }
    }

    private static List<String> all(CsvLines lines, int least) throws IOException {
        List<String> read = new ArrayList<>();
        while (true) {
            try {
                List<String> cells = lines.next(least);
                if (cells == null) {
                    return read;
                }
                read.add(lines.number() + ":" + String.join("|", cells));
            } catch (BadLineException bad) {
                read.add(lines.number() + "!" + bad.detail());
            }
        }
    }

    private static CsvLines lines(String csv, CsvShape shape) throws IOException {
        return new CsvLines(new ByteArrayInputStream(csv.getBytes(UTF_8)), shape);
    }
}
