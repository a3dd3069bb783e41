package io.leeway.sources.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The public data sets, where they are: their counts do not change from run to run or from version
 * to version.
 */
class RealDataImportTest {

    @TempDir
    private Path folder;

    @Test
    void taobaoFavouritesOfNineDays() throws IOException {
        List<ShopperEvent> events = imported("taobao-fav-9d", ImportFormat.TAOBAO, 267_131);
        assertThat(report.counts()).containsEntry("events", 267_131L).containsEntry("exact-duplicates", 0L);
        assertThat(report.skipped()).hasSize(1).first().asString().startsWith("item_category.csv.gz");
        assertThat(byType(events)).isEqualTo(Map.of(EventType.FAVOURITE, 267_131L));
        assertThat(events.stream().map(ShopperEvent::userId).distinct()).hasSize(54_474);
        assertThat(events.stream().map(ShopperEvent::eventId).distinct()).hasSize(267_131);
        // Its days are those of UTC+8: midnight there is 16:00 of the day before.
        assertThat(report.index().from()).isEqualTo(Instant.parse("2017-11-24T16:00:00Z"));
        assertThat(report.index().slices()).hasSize(10);
    }

    @Test
    void taobaoOfTwoHours() throws IOException {
        List<ShopperEvent> events = imported("taobao-userbehavior-2h", ImportFormat.TAOBAO, 96_168);
        assertThat(report.counts()).containsEntry("events", 96_168L);
        assertThat(byType(events))
                .isEqualTo(Map.of(
                        EventType.VIEW,
                        85_773L,
                        EventType.CART,
                        5_292L,
                        EventType.FAVOURITE,
                        2_959L,
                        EventType.PURCHASE,
                        2_144L));
    }

    @Test
    void completeJourney() throws IOException {
        List<ShopperEvent> events = imported("completejourney", ImportFormat.COMPLETE_JOURNEY, 75_000);
        assertThat(report.counts())
                .containsEntry("events", 75_000L)
                // Of no units, or of gallons in thousandths.
                .containsEntry("clipped-quantity", 799L);
        assertThat(events.stream().map(ShopperEvent::userId).distinct()).hasSize(2_377);
        // All but the purchases of products that the list does not have.
        assertThat(events.stream().filter(event -> event.category() != null)).hasSize(74_778);
        assertThat(events.stream().map(ShopperEvent::amount).reduce(0.0, Double::sum))
                .isBetween(200_000.0, 300_000.0);
        assertThat(report.index().slices()).hasSize(364);
    }

    @Test
    void onlineRetail() throws IOException {
        Path output = folder.resolve("out");
        HistoryOptions weeks = new HistoryOptions(Duration.ofDays(7), null, null, false);
        Path input = data("online-retail");
        report = Importer.run(input, ImportFormat.ONLINE_RETAIL.mapping(input), output, weeks, ProgressListener.NONE);
        // Among all lines 5,270 are duplicates; 43 of those name no customer and are counted there.
        // Of 8,905 cancellations 33 are duplicates.
        assertThat(report.counts())
                .containsEntry("lines", 541_909L)
                .containsEntry("no-user", 135_080L)
                .containsEntry("exact-duplicates", 5_227L)
                .containsEntry("quarantined", 0L)
                .containsEntry("events", 401_602L)
                .containsEntry("cancellations", 8_872L);
        List<ShopperEvent> events = WrittenHistory.events(output);
        assertThat(byType(events)).isEqualTo(Map.of(EventType.PURCHASE, 392_730L, EventType.RETURN, 8_872L));
        assertThat(events.stream().map(ShopperEvent::userId).distinct()).hasSize(4_372);
        assertThat(events)
                .allMatch(event -> event.quantity() > 0 && event.price() >= 0)
                .allMatch(event -> event.category() == null && "GBP".equals(event.currency()));
        // The first invoice's winter minute is UTC's, one of summer is an hour earlier there.
        assertThat(report.index().from()).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
        assertThat(events.stream().filter(event -> event.eventTimeMillis() == SUMMER_INVOICE.toEpochMilli()))
                .hasSizeGreaterThan(0);
        // What the rules to be beaten are given: purchases before the cut, and who came back
        // within 13 weeks of it.
        Map<String, List<ShopperEvent>> before = purchases(events, Instant.EPOCH, CUT);
        Map<String, List<ShopperEvent>> after = purchases(events, CUT, CUT.plus(Duration.ofDays(91)));
        assertThat(before).hasSize(3_362);
        assertThat(before.keySet().stream().filter(user -> !after.containsKey(user)))
                .hasSize(1_443);
        assertThat(auc(before, after, bought -> bought.get(bought.size() - 1).eventTimeMillis()))
                .isCloseTo(.682, within(.0005));
        assertThat(auc(before, after, bought -> bought.stream()
                        .mapToLong(ShopperEvent::eventTimeMillis)
                        .distinct()
                        .count()))
                .isCloseTo(.722, within(.0005));
    }

    private static final Instant CUT = Instant.parse("2011-09-09T00:00:00Z");
    private static final Instant SUMMER_INVOICE = Instant.parse("2011-07-01T07:16:00Z");

    private static Map<String, List<ShopperEvent>> purchases(List<ShopperEvent> events, Instant from, Instant to) {
        return events.stream()
                .filter(event -> event.type() == EventType.PURCHASE)
                .filter(event -> event.eventTimeMillis() >= from.toEpochMilli())
                .filter(event -> event.eventTimeMillis() < to.toEpochMilli())
                .collect(Collectors.groupingBy(ShopperEvent::userId));
    }

    /**
     * Over all pairs of one who came back and one who did not: how often the first has the higher
     * score; half of a draw.
     */
    private static double auc(
            Map<String, List<ShopperEvent>> before,
            Map<String, List<ShopperEvent>> after,
            ToLongFunction<List<ShopperEvent>> score) {
        Map<Boolean, List<Long>> scores = before.keySet().stream()
                .collect(Collectors.partitioningBy(
                        after::containsKey,
                        Collectors.mapping(user -> score.applyAsLong(before.get(user)), Collectors.toList())));
        double won = 0;
        for (long came : scores.get(true)) {
            for (long stayed : scores.get(false)) {
                won += came > stayed ? 1 : came == stayed ? .5 : 0;
            }
        }
        return won / scores.get(true).size() / scores.get(false).size();
    }

    private ImportReport report = new ImportReport(
            new HistoryIndex(Instant.EPOCH, Instant.EPOCH, 0, Map.of(), null, List.of()),
            Map.of(),
            List.of(),
            List.of(),
            List.of());

    private List<ShopperEvent> imported(String name, ImportFormat format, long lines) throws IOException {
        Path input = data(name);
        Path output = folder.resolve("out");
        report = Importer.run(input, format.mapping(input), output, HistoryOptions.DEFAULT, ProgressListener.NONE);
        Map<String, Long> counts = report.counts();
        assertThat(counts)
                .containsEntry("lines", lines)
                .containsEntry("no-user", 0L)
                .containsEntry("quarantined", 0L);
        assertThat(counts.get("events")
                        + counts.get("no-user")
                        + counts.get("exact-duplicates")
                        + counts.get("quarantined"))
                .isEqualTo(lines);
        return WrittenHistory.events(output);
    }

    private static Map<EventType, Long> byType(List<ShopperEvent> events) {
        return events.stream()
                .map(ShopperEvent::type)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Path data(String name) {
        String root = System.getenv("LEEWAY_DATA");
        // Beside the project; a module's tests run in its own folder.
        Path folder = (root == null ? Path.of("..", "..", "..", "shared", "data") : Path.of(root)).resolve(name);
        assumeTrue(Files.isDirectory(folder), () -> "No data in " + folder + ": set LEEWAY_DATA to where it is");
        return folder;
    }
}
