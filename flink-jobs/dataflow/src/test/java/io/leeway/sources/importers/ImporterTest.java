package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.Platform;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.shopper.events.SocialAction;
import io.leeway.sources.importers.values.TimeFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImporterTest {

    private static final String SALES = """
            Invoice,User,When,Item,Count,Price
            1,u1,2026-01-02 10:00:00,A,2,9.5
            2,u2,2026-01-01 10:00:00,B,1,3
            C3,u1,2026-01-03 10:00:00,A,-2,9.5
            1,u1,2026-01-02 10:00:00,A,2,9.5
            4,,2026-01-02 10:00:00,A,2,9.5
            5,u3,yesterday,A,2,9.5
            6,u3,1999-12-31 10:00:00,A,2,9.5
            7,u3,2026-01-02 10:00:00,A,2.5,9.5
            8,u3,2026-01-02 10:00:00,A
            1,u1,2026-01-02 10:00:00,A,0,9.50
            9,NA,2026-01-02 10:00:00,A,1,1
            10,u4,2300-01-01 10:00:00,A,1,1
            """;

    @TempDir
    private Path folder;

    @Test
    void everyLineEndsInOneCount() throws IOException {
        Path input = Files.writeString(folder.resolve("sales.csv"), SALES);
        ImportReport report = run(input, sales().build());
        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("lines", 12L),
                        Map.entry("events", 5L),
                        Map.entry("no-user", 2L),
                        Map.entry("exact-duplicates", 1L),
                        Map.entry("quarantined", 4L),
                        Map.entry("cancellations", 1L),
                        Map.entry("weighed", 1L),
                        Map.entry("undecodable", 2L),
                        Map.entry("implausible-time", 2L),
                        Map.entry("sign", 1L),
                        Map.entry("clipped-quantity", 1L)));
        assertThat(report.counts().keySet())
                .startsWith("lines", "events", "no-user", "exact-duplicates", "quarantined", "cancellations");
        List<ShopperEvent> events = WrittenHistory.events(folder.resolve("out"));
        assertThat(events).extracting(ShopperEvent::userId).containsExactlyInAnyOrder("u2", "u1", "u1", "u3", "u1");
        assertThat(events).extracting(ShopperEvent::eventId).doesNotHaveDuplicates();
        assertThat(events.stream().filter(event -> event.userId().equals("u3")))
                .singleElement()
                .satisfies(weighed -> assertThat(weighed.amount()).isEqualTo(23.75));
        assertThat(events.get(4))
                .isEqualTo(new ShopperEvent(
                        events.get(4).eventId(),
                        EventType.RETURN,
                        "u1",
                        "A",
                        null,
                        9.5,
                        "EUR",
                        2,
                        0,
                        null,
                        null,
                        Instant.parse("2026-01-03T10:00:00Z").toEpochMilli()));
        assertThat(Files.readAllLines(folder.resolve("out/quarantine.jsonl")))
                .hasSize(4)
                .first()
                .isEqualTo("{\"file\":\"" + input + "\",\"line\":7,\"reason\":\"undecodable\","
                        + "\"detail\":\"Expected a time as yyyy-MM-dd HH:mm:ss, found 'yesterday'\"}");
        assertThat(Files.readAllLines(folder.resolve("out/quarantine.jsonl")))
                .anySatisfy(line -> assertThat(line).contains("\"line\":8", "implausible-time", "1999-12-31"))
                .anySatisfy(line -> assertThat(line).contains("\"line\":10", "Expected 6 cells, found 4"))
                .anySatisfy(line -> assertThat(line).contains("\"line\":13", "are its unit and format right?"));
    }

    @Test
    void theSameLineHasTheSameIdInWhateverFileAndIsOneEvent() throws IOException {
        Path input = Files.createDirectory(folder.resolve("in"));
        Files.writeString(input.resolve("a.csv"), "user,time,x\nu1,5000000000,1\nu2,5000000000,1\n");
        zip(input.resolve("b.csv.gz"), "user,time,x\n\"u2\",5000000000,1\nu2,5000000000,2\n");
        Files.writeString(input.resolve("c.csv"), "customer,time\nu1,5\n");
        Files.writeString(input.resolve("d.json"), "{}");
        ImportReport report = run(
                input,
                new CsvMapping.Builder()
                        .column(EventField.USER, "user")
                        .column(EventField.TIME, "time")
                        .time(TimeFormat.seconds())
                        .type(EventType.VIEW)
                        .build());
        assertThat(report.counts()).containsEntry("events", 3L).containsEntry("exact-duplicates", 1L);
        assertThat(report.files())
                .containsExactly(
                        input.resolve("a.csv").toString(),
                        input.resolve("b.csv.gz").toString());
        assertThat(report.skipped()).containsExactly("c.csv: no column user");
        assertThat(WrittenHistory.events(folder.resolve("out")))
                .extracting(ShopperEvent::eventId)
                .contains(LineHash.of(List.of("u2", "5000000000", "1")).hex())
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
        assertThat(LineHash.of(List.of("ab", "c"))).isNotEqualTo(LineHash.of(List.of("a", "bc")));
    }

    @Test
    void everyFieldHasItsColumn() throws IOException {
        Path input = Files.writeString(folder.resolve("all.csv"), """
                id,u,t,what,item,top,sub,total,cur,n,stars,act,where
                e1,u1,1767225600000,buy,i1,Baby / Kids,Shoes,30,EUR,3,,,APP
                e2,u1,1767225600001,rate,i1,Baby,NA,,,,0,,web
                e3,u1,1767225600002,act,,,,,,,,follow,store
                e4,u1,1767225600003,act,,,,,,,,,store
                e5,u1,1767225600004,poke,,,,,,,,,
                e6,u1,1767225600005,buy,,,,x,,,,,
                """);
        ImportReport report = run(
                input,
                new CsvMapping.Builder()
                        .column(EventField.ID, "id")
                        .column(EventField.USER, "#2")
                        .column(EventField.TIME, "t")
                        .time(TimeFormat.millis())
                        .column(EventField.TYPE, "what")
                        .type("buy", EventType.PURCHASE)
                        .type("rate", EventType.REVIEW)
                        .type("act", EventType.SOCIAL)
                        .column(EventField.ITEM, "item")
                        .column(EventField.CATEGORY, "top")
                        .column(EventField.CATEGORY, "sub")
                        .column(EventField.PRICE, "total")
                        .priceOfLine(true)
                        .column(EventField.CURRENCY, "cur")
                        .column(EventField.QUANTITY, "n")
                        .column(EventField.RATING, "stars")
                        .column(EventField.SOCIAL, "act")
                        .column(EventField.PLATFORM, "where")
                        .build());
        long newYear = 1767225600000L;
        assertThat(WrittenHistory.events(folder.resolve("out")))
                .containsExactly(
                        new ShopperEvent(
                                "e1",
                                EventType.PURCHASE,
                                "u1",
                                "i1",
                                "baby - kids/shoes",
                                10,
                                "EUR",
                                3,
                                0,
                                null,
                                Platform.APP,
                                newYear),
                        new ShopperEvent(
                                "e2",
                                EventType.REVIEW,
                                "u1",
                                "i1",
                                "baby",
                                0,
                                null,
                                1,
                                1,
                                null,
                                Platform.WEB,
                                newYear + 1),
                        new ShopperEvent(
                                "e3",
                                EventType.SOCIAL,
                                "u1",
                                null,
                                null,
                                0,
                                null,
                                1,
                                0,
                                SocialAction.FOLLOW,
                                Platform.STORE,
                                newYear + 2));
        assertThat(report.counts()).containsEntry("quarantined", 3L).containsEntry("clipped-rating", 1L);
    }

    @Test
    void progressGrowsToTheEnd() throws IOException {
        Path input = Files.createDirectory(folder.resolve("in"));
        for (String name : List.of("a.csv", "b.csv")) {
            Files.writeString(input.resolve(name), SALES);
        }
        List<Long> read = new ArrayList<>();
        long bytes = 2 * Files.size(input.resolve("a.csv"));
        Importer.run(input, sales().build(), folder.resolve("out"), HistoryOptions.DEFAULT, (now, total) -> {
            read.add(now);
            assertThat(total).isEqualTo(bytes);
        });
        assertThat(read).isSorted().endsWith(bytes);
    }

    @Test
    void nothingToImportIsAnErrorThatSaysWhy() throws IOException {
        Path input =
                Files.writeString(folder.resolve("sales.csv"), "Invoice,User,When,Item,Count,Price\n1,u,x,A,1,1\n");
        assertRefused(input, "line 2: Expected a time as yyyy-MM-dd HH:mm:ss, found 'x'");
        Files.writeString(input, "Invoice,User,When,Item,Count,Price\n1,,x,A,1,1\n");
        assertRefused(input, "1 of 1 lines are no-user, such as " + input + ", line 2: no user in column [User]");
        Files.writeString(
                input,
                "Invoice,User,When,Item,Count,Price\n1,u,x,A,1,1\n2,u,2026-01-01 10:00:00,A,1,ten\n3,,x,A,1,1\n"
                        + "4,u,2026-01-01 10:00:00,A,1,nine\n5,u,2026-01-01 10:00:00,A,1,8 each\n");
        assertRefused(input, "none in " + input + ": 3 of 5 lines are undecodable, such as " + input + ", line 3: ");
        assertRefused(input, "'ten'; 1 are undecodable; 1 are no-user");
        Files.writeString(input, "Invoice,User,When,Item,Count,Price\n");
        assertRefused(input, "it has no lines");
        Files.writeString(input, "Invoice,User,When\n");
        assertRefused(input, "found none named [Item, Price, Count]");
        Files.writeString(input, "");
        assertRefused(input, "an empty file");
        assertRefused(folder.resolve("absent.csv"), "no such file");
        assertRefused(Files.createDirectory(folder.resolve("empty")), "no CSV file");
    }

    @Test
    void aFileThatBreaksOffIsAnErrorNotHalfAHistory() throws IOException {
        Path input = folder.resolve("sales.csv.gz");
        StringBuilder many = new StringBuilder(SALES);
        for (int i = 0; i < 50_000; i++) {
            many.append(i)
                    .append(",u")
                    .append(i * 31 % 977)
                    .append(",2026-01-02 10:00:00,A,1,")
                    .append(i)
                    .append('\n');
        }
        zip(input, many.toString());
        byte[] whole = Files.readAllBytes(input);
        Files.write(input, Arrays.copyOf(whole, whole.length / 2));
        assertRefused(input, "Expected a readable CSV file, found " + input);
        Files.writeString(input, SALES);
        assertRefused(input, "Not in GZIP format");
    }

    @Test
    void mappingsAreChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CsvMapping.Builder().build())
                .withMessageContaining("--column user=COLUMN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sales().column(EventField.TYPE, "x").build())
                .withMessageContaining("found both");
        assertThatIllegalArgumentException().isThrownBy(() -> sales().column(EventField.USER, "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventField.named("usr"))
                .withMessageContaining("user, time");
        assertThatIllegalArgumentException().isThrownBy(() -> ImportFormat.named("csv"));
    }

    private void assertRefused(Path input, String message) {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> run(input, sales().build()))
                .withMessageContaining(message)
                .withMessageNotContaining("\n");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve(".out.partial")).doesNotExist();
    }

    /** Shops write 2099 for "no end", and a clock may be wrong: the end of history is the last real event's. */
    @Test
    void aDateAheadDoesNotMoveTheEndOfHistory() throws IOException {
        Path input = Files.writeString(folder.resolve("sales.csv"), """
                Invoice,User,When,Item,Count,Price
                1,u1,2026-01-02 10:00:00,A,2,9.5
                2,u2,2099-12-31 00:00:00,B,1,3
                3,u3,2026-01-03 00:00:00,B,1,3
                4,u3,2026-01-03 00:00:01,B,1,3
                """);
        HistoryOptions options =
                new HistoryOptions(Duration.ofDays(1), null, Instant.parse("2026-01-03T00:00:00Z"), false);
        ImportReport report =
                Importer.run(input, sales().build(), folder.resolve("out"), options, ProgressListener.NONE);
        assertThat(report.counts())
                .containsEntry("events", 2L)
                .containsEntry("quarantined", 2L)
                .containsEntry("sentinel-time", 1L)
                .containsEntry("implausible-time", 1L);
        assertThat(report.index().to()).isEqualTo(Instant.parse("2026-01-03T00:00:00.001Z"));
        assertThat(Files.readString(folder.resolve("out").resolve("quarantine.jsonl")))
                .contains("Expected a time not after 2026-01-03T00:00:00Z, found 2026-01-03T00:00:01Z")
                .contains("found 2099-12-31T00:00:00Z, which stands for no date");
    }

    private ImportReport run(Path input, CsvMapping mapping) throws IOException {
        return Importer.run(input, mapping, folder.resolve("out"), HistoryOptions.DEFAULT, ProgressListener.NONE);
    }

    private static CsvMapping.Builder sales() {
        return new CsvMapping.Builder()
                .type(EventType.PURCHASE)
                .column(EventField.USER, "User")
                .column(EventField.TIME, "When")
                .time(TimeFormat.pattern("yyyy-MM-dd HH:mm:ss", ZoneOffset.UTC))
                .column(EventField.ITEM, "Item")
                .column(EventField.QUANTITY, "Count")
                .column(EventField.PRICE, "Price")
                .currency("EUR")
                .cancellation("Invoice", "C");
    }

    private static void zip(Path file, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(text.getBytes(UTF_8));
        }
        Files.write(file, bytes.toByteArray());
    }
}
