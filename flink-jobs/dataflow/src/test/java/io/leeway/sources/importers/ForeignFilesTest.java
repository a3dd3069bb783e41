package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.DecimalMark;
import io.leeway.sources.importers.values.TimeFormat;
import io.leeway.sources.importers.values.UserIds;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shop systems, databases and spreadsheets write, as it becomes events. */
class ForeignFilesTest {

    @TempDir
    private Path folder;

    private int runs;
    private Path output = Path.of("");

    @Test
    void wordsForNoUserAreCountedByWord() throws IOException {
        String csv =
                "user,time,item,price\nNaN,2025-05-01,a,1\nnan,2025-05-01,a,1\nGuest,2025-05-01,a,1\n7,2025-05-01,None,nan\n";
        ImportReport report = run(csv, sales());
        assertThat(report.counts()).containsEntry("no-user", 3L).containsEntry("events", 1L);
        assertThat(report.notes()).contains("no user by word: 'Guest' 1, 'NaN' 1, 'nan' 1");
        assertThat(events()).extracting(ShopperEvent::itemId).containsExactly((String) null);
        report = run(csv, sales().absent(new AbsentWords(List.of("x"))).noUsers(new AbsentWords(List.of("7"))));
        assertThat(report.counts()).containsEntry("no-user", 1L);
    }

    @Test
    void ambiguousNumbersAreReadAsTheOthersOfTheirFile() throws IOException {
        String comma = "user;time;item;count;price\nu1;2025-05-01;a;2.000;3.499\nu2;2025-05-01;b;1;24,90\n";
        ImportReport report = run(comma, sales(';').column(EventField.QUANTITY, "count"));
        assertThat(events())
                .extracting(ShopperEvent::userId, ShopperEvent::quantity, ShopperEvent::price)
                .containsExactlyInAnyOrder(tuple("u1", 2000, 3499.0), tuple("u2", 1, 24.9));
        assertThat(report.notes())
                .anyMatch(note ->
                        note.startsWith("numbers such as '2.000' are read as 2000, because of '24,90' in line 3"));
        run(comma.replace("24,90", "0.75"), sales(';').column(EventField.QUANTITY, "count"));
        assertThat(events()).extracting(ShopperEvent::price).containsExactlyInAnyOrder(3.499, 0.75);
    }

    @Test
    void aNumberThatStaysAmbiguousIsABadLineWithBothReadings() throws IOException {
        String csv = "user;time;item;price\nu1;2025-05-01;a;3.499\nu2;2025-05-01;b;20\n";
        ImportReport report = run(csv, sales(';'));
        assertThat(report.counts()).containsEntry("quarantined", 1L).containsEntry("events", 1L);
        assertThat(Files.readString(output.resolve(Quarantine.FILE)))
                .contains("found '3.499', which is 3.499 or 3499: add --decimal . or --decimal ,");
        run(csv, sales(';').decimalMark(DecimalMark.COMMA));
        assertThat(events()).extracting(ShopperEvent::price).containsExactlyInAnyOrder(3499.0, 20.0);
    }

    @Test
    void signsOfCurrenciesAreCurrencies() throws IOException {
        ImportReport report = run(
                "user,time,item,price\nu1,2025-05-01,a,£7.50\nu2,2025-05-01,a,\"$1,050.00\"\nu3,2025-05-01,a,(2.00)\nu4,2025-05-01,a,7 or so\n",
                sales().currency("CAD"));
        assertThat(events())
                .extracting(ShopperEvent::type, ShopperEvent::price, ShopperEvent::currency)
                .containsExactlyInAnyOrder(
                        tuple(EventType.PURCHASE, 7.5, "GBP"),
                        tuple(EventType.PURCHASE, 1050.0, "CAD"),
                        tuple(EventType.RETURN, 2.0, "CAD"));
        assertThat(report.notes())
                .contains("warning: amounts in several currencies are added as they are: CAD, GBP")
                .anyMatch(note -> note.startsWith("1 lines are undecodable, such as ")
                        && note.contains("line 5: ")
                        && note.endsWith("found '7 or so'"));
    }

    @Test
    void goodsByWeightAreOneUnitAtTheWholePrice() throws IOException {
        CsvMapping.Builder mapping = sales().column(EventField.QUANTITY, "kg");
        String csv =
                "user,time,item,kg,price\nu1,2025-05-01,nuts,0.35,8\nu1,2025-05-01,tea,3,2\nu1,2025-05-01,nuts,-0.5,8\n";
        assertThat(run(csv, mapping).counts()).containsEntry("weighed", 2L);
        assertThat(events())
                .extracting(ShopperEvent::type, ShopperEvent::quantity, ShopperEvent::amount)
                .containsExactlyInAnyOrder(
                        tuple(EventType.PURCHASE, 1, 8 * 0.35),
                        tuple(EventType.PURCHASE, 3, 6.0),
                        tuple(EventType.RETURN, 1, 4.0));
        run(csv, mapping.priceOfLine(true));
        assertThat(events()).extracting(ShopperEvent::amount).containsExactlyInAnyOrder(8.0, 2.0, 8.0);
    }

    @Test
    void spellingsOfAUserAreOneByRuleOrAWarning() throws IOException {
        String csv =
                "user,time,item,price\nBo@Shop.example,2025-05-01,a,1\n bo@shop.example ,2025-05-02,a,1\n90.0,2025-05-02,a,1\n90,2025-05-02,a,1\n";
        assertThat(run(csv, sales()).notes())
                .anyMatch(note -> note.startsWith("warning: users that differ by case alone"))
                .anyMatch(note -> note.startsWith("warning: users that are one number"));
        ImportReport report = run(csv, sales().userIds(UserIds.named("lower,whole")));
        assertThat(report.notes()).noneMatch(note -> note.startsWith("warning"));
        assertThat(events())
                .extracting(ShopperEvent::userId)
                .containsOnly("bo@shop.example", "90")
                .hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(RepeatedLines.class)
    void equalLinesAreWhatTheOptionSays(RepeatedLines rule) throws IOException {
        ImportReport report = run(
                "user,time,item,price\nu1,2025-05-01,a,5\nu1,2025-05-01,a,5\nu1,2025-05-01,a,5\nu1,2025-05-01,b,5\n",
                sales(),
                rule);
        List<ShopperEvent> ofA =
                events().stream().filter(event -> "a".equals(event.itemId())).toList();
        assertThat(ofA).extracting(ShopperEvent::eventId).doesNotHaveDuplicates();
        assertThat(ofA).hasSize(rule == RepeatedLines.KEEP ? 3 : 1);
        assertThat(ofA.stream().mapToInt(ShopperEvent::quantity).sum()).isEqualTo(rule == RepeatedLines.DROP ? 1 : 3);
        assertThat(report.counts()).containsEntry(rule.countName(), 2L);
    }

    @Test
    void datesThatStandForNoDateAreRefusedByRule() throws IOException {
        ImportReport report = run(
                "user,time,item,price\nu1,0000-00-00,a,1\nu1,1900-01-01 00:00:00,a,1\nu1,2099-12-31,a,1\nu1,9999-12-31,a,1\nu1,2025-05-01,a,1\n",
                sales());
        assertThat(report.counts()).containsEntry("sentinel-time", 4L).containsEntry("events", 1L);
    }

    @Test
    void titlesTotalsAndRaggedEndsAreNoEvents() throws IOException {
        String csv =
                "Sales of May\n\nuser,time,item,price,coupon,note\nu1,2025-05-01,a,1\nu2,2025-05-02,b,2,,,,\nGrand total:,,,3\n";
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> run(csv, sales()))
                .withMessageEndingWith("add --skip 1");
        ImportReport report = run(csv, sales().shape(new CsvShape(',', UTF_8, true, List.of(), 1)));
        assertThat(report.counts())
                .containsEntry("lines", 3L)
                .containsEntry("events", 2L)
                .containsEntry("total-lines", 1L)
                .containsEntry("quarantined", 0L);
        assertThat(report.notes()).contains("6 physical lines: 2 of header, 1 blank, 3 in 3 records");
    }

    @Test
    void aHeaderThatStandsTwiceIsNamedByItsNumber() throws IOException {
        String csv = "user,time,item,price,time\nu1,2020-01-01,a,1,2025-05-01\n";
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> run(csv, sales()))
                .withMessageContaining("'time'")
                .withMessageContaining("name #2 or #5, or 'time#1' or 'time#2'");
        for (String name : List.of("time#2", "#5")) {
            run(
                    csv,
                    new CsvMapping.Builder()
                            .type(EventType.PURCHASE)
                            .column(EventField.USER, "user")
                            .column(EventField.TIME, name));
            assertThat(events())
                    .extracting(event -> event.eventTimeMillis() / 86_400_000)
                    .containsExactly(20_209L);
        }
    }

    @Test
    void aDateAndATimeOfDayMayBeTwoColumns() throws IOException {
        run(
                "user,day,clock\nu1,01.05.2025,7:05\n",
                new CsvMapping.Builder()
                        .type(EventType.VIEW)
                        .column(EventField.USER, "user")
                        .column(EventField.TIME, "day")
                        .column(EventField.TIME, "clock")
                        .time(TimeFormat.pattern("dd.MM.yyyy H:mm", ZoneOffset.UTC)));
        assertThat(events())
                .extracting(event -> event.eventTimeMillis() % 86_400_000 / 60_000)
                .containsExactly(425L);
    }

    @Test
    void aWrongDelimiterIsNamed() {
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> run("user;time;item;price\nu1;2025-05-01;a;1\n", sales()))
                .withMessageEndingWith("add --delimiter ';'");
    }

    /** Whatever is done to a file, each line is in one count. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyAccountAddsUp(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> words =
                List.of("nan", "Total", "", "1.250", "12,50", "$3", "2099-01-01", "\"open", "\"a, b\"", "é", "0");
        for (int round = 0; round < 25; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                List<String> cells =
                        new ArrayList<>(List.of("u" + i % 7, "2025-05-0" + (1 + i % 9), "item " + i % 5, "" + i % 4));
                for (int k = random.nextInt(3); k > 0; k--) {
                    cells.set(random.nextInt(4), words.get(random.nextInt(words.size())));
                }
                lines.add(String.join(",", random.nextInt(8) == 0 ? cells.subList(0, 3) : cells));
            }
            if (random.nextBoolean()) {
                lines.addAll(lines.subList(0, lines.size() / 2));
                Collections.shuffle(lines, random);
            }
            lines.add("last,2025-05-01,a,1");
            String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            Charset charset = random.nextBoolean() ? UTF_8 : UTF_16LE;
            RepeatedLines rule = RepeatedLines.values()[random.nextInt(3)];
            byte[] bytes = ("user,time,item,price" + end + String.join(end, lines) + end).getBytes(charset);
            ImportReport report = run(bytes, sales(), rule);
            Map<String, Long> counts = report.counts();
            assertThat(counts.get("lines"))
                    .as(new String(bytes, charset))
                    .isEqualTo(List.of(
                                    "events",
                                    "no-user",
                                    "total-lines",
                                    "quarantined",
                                    "exact-duplicates",
                                    "duplicates-added")
                            .stream()
                            .mapToLong(name -> counts.getOrDefault(name, 0L))
                            .sum());
            assertThat(report.notes().get(0)).startsWith((lines.size() + 1) + " physical lines: 1 of header, ");
            assertThat(events()).hasSize(counts.get("events").intValue());
        }
    }

    private ImportReport run(String csv, CsvMapping.Builder mapping) throws IOException {
        return run(csv, mapping, RepeatedLines.DROP);
    }

    private ImportReport run(String csv, CsvMapping.Builder mapping, RepeatedLines rule) throws IOException {
        return run(csv.getBytes(UTF_8), mapping, rule);
    }

    private ImportReport run(byte[] csv, CsvMapping.Builder mapping, RepeatedLines rule) throws IOException {
        output = folder.resolve("out" + runs++);
        return Importer.run(
                Files.write(folder.resolve("in.csv"), csv),
                mapping.build(),
                output,
                new HistoryOptions(Duration.ofDays(1), null, null, false, rule),
                ProgressListener.NONE);
    }

    private List<ShopperEvent> events() throws IOException {
        return WrittenHistory.events(output);
    }

    private static CsvMapping.Builder sales() {
        return sales(',');
    }

    private static CsvMapping.Builder sales(char delimiter) {
        return new CsvMapping.Builder()
                .shape(new CsvShape(delimiter, UTF_8, true, List.of()))
                .type(EventType.PURCHASE)
                .column(EventField.USER, "user")
                .column(EventField.TIME, "time")
                .column(EventField.ITEM, "item")
                .column(EventField.PRICE, "price");
    }
}
