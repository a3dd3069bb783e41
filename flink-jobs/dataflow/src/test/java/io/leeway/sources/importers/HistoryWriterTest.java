package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryWriterTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private record Timed(long millis, String text) {}

    @ParameterizedTest
    @ValueSource(longs = {0, 2_000, 1 << 26})
    void sortsWhateverTheOrderAndTheBudget(long budgetBytes) throws IOException {
        Random random = new Random(budgetBytes);
        List<Timed> lines = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            // Seconds repeat, so that many lines share an instant.
            long millis = START.toEpochMilli() + random.nextInt(20 * 86_400 / 60) * 60_000L;
            lines.add(new Timed(millis, "line " + random.nextInt(1_000)));
        }
        Path output = folder.resolve("out");
        HistoryIndex index = write(output, HistoryOptions.DEFAULT, budgetBytes, lines);

        List<Timed> sorted = new ArrayList<>(lines);
        sorted.sort(Comparator.comparingLong(Timed::millis).thenComparing(Timed::text));
        List<String> written = new ArrayList<>();
        for (HistoryIndex.Slice slice : index.slices()) {
            List<String> inSlice = Files.readAllLines(output.resolve(slice.file()));
            assertThat(inSlice).hasSize((int) slice.events());
            written.addAll(inSlice);
        }
        assertThat(written).isEqualTo(sorted.stream().map(Timed::text).toList());
        assertThat(index.slices()).hasSize(20).first().satisfies(slice -> assertThat(slice.file())
                .isEqualTo("events-2026-01-01.jsonl"));
        assertThat(index.slices()).isSortedAccordingTo(Comparator.comparing(HistoryIndex.Slice::file));
        assertThat(index.events()).isEqualTo(3_000);
        assertThat(index.from().toEpochMilli()).isEqualTo(sorted.get(0).millis());
        assertThat(index.to().toEpochMilli()).isEqualTo(sorted.get(2_999).millis() + 1);
        assertThat(HistoryIndex.read(output)).isEqualTo(index);
        assertThat(names(output)).hasSize(21).contains("_history.json");
        assertThat(names(folder)).containsExactly("out");
    }

    @Test
    void keepsLinesAsOftenAsTheyComeUnlessToldOtherwise() throws IOException {
        Path output = folder.resolve("out");
        LineHash one = LineHash.of(List.of("one"));
        LineHash other = LineHash.of(List.of("other"));
        try (HistoryWriter writer = HistoryWriter.open(output, HistoryOptions.DEFAULT, 0)) {
            writer.append(5, line("a"));
            writer.append(5, line("a"));
            writer.count("first", 0);
            writer.appendOnce(7, line("b"), one, List.of("sign", "category"));
            writer.appendOnce(7, line("b"), other, List.of());
            writer.appendOnce(7, line("b"), one, List.of("sign", "category"));
            writer.appendOnce(8, line("b"), one, List.of("sign"));
            HistoryIndex index = writer.finish();
            assertThat(index.counts())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of("first", 0L, "sign", 2L, "category", 1L, "exact-duplicates", 1L));
            assertThat(index.counts().keySet()).first().isEqualTo("first");
        }
        assertThat(Files.readAllLines(output.resolve("events-1970-01-01.jsonl")))
                .containsExactly("a", "a", "b", "b", "b");
    }

    @Test
    void cutsWithinASlice() throws IOException {
        Instant cut = START.plus(Duration.ofHours(30));
        Path output = folder.resolve("out");
        HistoryIndex index = write(
                output,
                new HistoryOptions(Duration.ofDays(1), cut, null, false),
                0,
                List.of(
                        at(Duration.ofHours(31), "31"),
                        at(Duration.ofHours(30).minusMillis(1), "before"),
                        at(Duration.ofHours(30), "cut"),
                        at(Duration.ofHours(2), "2")));
        assertThat(Files.readAllLines(output.resolve("history/events-2026-01-01.jsonl")))
                .containsExactly("2");
        assertThat(Files.readAllLines(output.resolve("history/events-2026-01-02.jsonl")))
                .containsExactly("before");
        assertThat(Files.readAllLines(output.resolve("live/events-2026-01-02.jsonl")))
                .containsExactly("cut", "31");
        assertThat(index.cut()).isEqualTo(cut);
        assertThat(index.slices().stream().map(HistoryIndex.Slice::file))
                .containsExactly(
                        "history/events-2026-01-01.jsonl",
                        "history/events-2026-01-02.jsonl",
                        "live/events-2026-01-02.jsonl");
        HistoryIndex history = HistoryIndex.read(output.resolve("history"));
        assertThat(history.from()).isEqualTo(START.plus(Duration.ofHours(2)));
        assertThat(history.to()).isEqualTo(cut);
        HistoryIndex live = HistoryIndex.read(output.resolve("live"));
        assertThat(live.from()).isEqualTo(cut);
        assertThat(live.to()).isEqualTo(START.plus(Duration.ofHours(31)).plusMillis(1));
        assertThat(HistoryIndex.read(output)).isEqualTo(index);
        assertThat(index.events()).isEqualTo(history.events() + live.events()).isEqualTo(4);
    }

    @Test
    void aPartWithoutLinesIsTheEmptySpanAtTheCut() throws IOException {
        Path output = folder.resolve("out");
        write(output, new HistoryOptions(Duration.ofDays(1), START, null, false), 0, List.of(at(Duration.ZERO, "a")));
        HistoryIndex history = HistoryIndex.read(output.resolve("history"));
        assertThat(history).isEqualTo(new HistoryIndex(START, START, 0, Map.of(), null, List.of()));
    }

    @Test
    void namesShorterSlicesByTheirStart() throws IOException {
        HistoryIndex index = write(
                folder.resolve("out"),
                new HistoryOptions(Duration.ofHours(6), null, null, false),
                0,
                List.of(at(Duration.ofHours(-1), "a"), at(Duration.ofHours(6), "b"), at(Duration.ofMinutes(359), "c")));
        assertThat(index.slices().stream().map(HistoryIndex.Slice::file))
                .containsExactly(
                        "events-2025-12-31T18-00.jsonl",
                        "events-2026-01-01T00-00.jsonl",
                        "events-2026-01-01T06-00.jsonl");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HistoryOptions(Duration.ofSeconds(90), null, null, false))
                .withMessageContaining("whole minutes");
    }

    @Test
    void appearsWholeOrNotAtAll() throws IOException {
        Path output = folder.resolve("deep/out");
        try (HistoryWriter writer = HistoryWriter.open(output, HistoryOptions.DEFAULT, 0)) {
            writer.append(1, line("a"));
            assertThat(output).doesNotExist();
        }
        assertThat(names(folder.resolve("deep"))).isEmpty();
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> write(output, HistoryOptions.DEFAULT, 0, List.of()))
                .withMessageContaining("at least one event");
        assertThat(names(folder.resolve("deep"))).isEmpty();
    }

    @Test
    void clearsWhatAKilledRunLeft() throws IOException {
        Path left = Files.createDirectory(folder.resolve(".out.partial"));
        Files.writeString(left.resolve("events-1970-01-01.jsonl"), "old");
        write(folder.resolve("out"), HistoryOptions.DEFAULT, 0, List.of(at(Duration.ZERO, "new")));
        assertThat(names(folder)).containsExactly("out");
        assertThat(names(folder.resolve("out"))).containsExactly("_history.json", "events-2026-01-01.jsonl");
    }

    @Test
    void replacesOnlyAFinishedHistoryAndOnlyWhenTold() throws IOException {
        Path output = folder.resolve("out");
        HistoryOptions overwrite = new HistoryOptions(Duration.ofDays(1), null, null, true);
        write(Files.createDirectory(output), HistoryOptions.DEFAULT, 0, List.of(at(Duration.ZERO, "old")));
        assertRefused(output, HistoryOptions.DEFAULT, "--overwrite");
        write(output, overwrite, 0, List.of(at(Duration.ofDays(1), "new")));
        assertThat(names(output)).containsExactly("_history.json", "events-2026-01-02.jsonl");
        assertThat(names(folder)).containsExactly("out");

        Files.writeString(output.resolve("notes.txt"), "mine");
        assertRefused(output, overwrite, "notes.txt");
        Files.delete(output.resolve("_history.json"));
        assertRefused(output, overwrite, "2 other files");
        assertRefused(output.resolve("notes.txt"), overwrite, "found " + output.resolve("notes.txt"));
        assertThat(Files.readString(output.resolve("notes.txt"))).isEqualTo("mine");
    }

    @Test
    void readsNoIndexButAFinishedOne() throws IOException {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> HistoryIndex.read(folder))
                .withMessageContaining("leeway import");
        for (String broken :
                List.of("", "{}", "[]", "{\"from\":\"x\",\"to\":1,\"events\":1,\"counts\":{},\"slices\":[]}")) {
            Files.writeString(folder.resolve(HistoryIndex.FILE), broken);
            assertThatExceptionOfType(ImportException.class)
                    .isThrownBy(() -> HistoryIndex.read(folder))
                    .withMessageContaining("write the history again");
        }
    }

    private void assertRefused(Path output, HistoryOptions options, String message) {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> HistoryWriter.open(output, options))
                .withMessageContaining(message);
    }

    private static HistoryIndex write(Path output, HistoryOptions options, long budgetBytes, List<Timed> lines)
            throws IOException {
        List<Timed> shuffled = new ArrayList<>(lines);
        Collections.shuffle(shuffled, new Random(3));
        try (HistoryWriter writer = HistoryWriter.open(output, options, budgetBytes)) {
            for (Timed line : shuffled) {
                writer.append(line.millis(), line(line.text()));
            }
            return writer.finish();
        }
    }

    private static Timed at(Duration afterStart, String text) {
        return new Timed(START.plus(afterStart).toEpochMilli(), text);
    }

    private static byte[] line(@Nullable String text) {
        return String.valueOf(text).getBytes(UTF_8);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
