package io.leeway.sources.importers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files in the shape in which the data sets are published. */
class PublishedFormatsTest {

    @TempDir
    private Path folder;

    @Test
    void onlineRetail() throws IOException {
        Files.writeString(folder.resolve("stock_description.csv"), "StockCode,Description\n85123A,HEART\n");
        Path transactions = Files.writeString(folder.resolve("transactions.csv"), """
                InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
                536365,85123A,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
                536365,85123A,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
                536365,85123A,2,2010-12-01 08:26:00,2.55,17850,United Kingdom
                561000,POST,1,2011-07-01 08:16:00,18,12583,France
                C561002,85123A,-1,2011-07-01 09:00:00,2.55,17850,United Kingdom
                561001,22633,10,2011-07-01 08:20:00,0,,United Kingdom
                """);
        ImportReport report = imported(ImportFormat.ONLINE_RETAIL);
        assertThat(report.files()).containsExactly(transactions.toString());
        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "lines", 6L,
                        "events", 4L,
                        "no-user", 1L,
                        "exact-duplicates", 1L,
                        "quarantined", 0L,
                        "cancellations", 1L,
                        "sign", 1L));
        assertThat(events())
                .extracting(
                        ShopperEvent::type,
                        ShopperEvent::userId,
                        ShopperEvent::itemId,
                        ShopperEvent::category,
                        ShopperEvent::quantity,
                        ShopperEvent::price,
                        ShopperEvent::currency,
                        PublishedFormatsTest::time)
                .containsExactlyInAnyOrder(
                        Tuple.tuple(
                                EventType.PURCHASE, "17850", "85123A", null, 6, 2.55, "GBP", "2010-12-01T08:26:00Z"),
                        Tuple.tuple(
                                EventType.PURCHASE, "17850", "85123A", null, 2, 2.55, "GBP", "2010-12-01T08:26:00Z"),
                        Tuple.tuple(EventType.PURCHASE, "12583", "POST", null, 1, 18.0, "GBP", "2011-07-01T07:16:00Z"),
                        Tuple.tuple(EventType.RETURN, "17850", "85123A", null, 1, 2.55, "GBP", "2011-07-01T08:00:00Z"));
    }

    @Test
    void rees46InMonthlyFiles() throws IOException {
        String header = "event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n";
        Files.writeString(folder.resolve("2019-Oct.csv"), header + """
                2019-10-31 23:59:59 UTC,view,1004775,2053013555631882655,electronics.smartphone,xiaomi,183.27,541312140,9db5
                2019-10-31 23:59:59 UTC,view,26400248,2053013553056579841,,,81.03,541312141,f5c2
                2019-10-31 23:59:59 EST,view,1,1,,,1,1,f5c2
                2019-10-31 23:59:59 UTC,gaze,1,1,,,1,1,f5c2
                """);
        try (OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(folder.resolve("2019-Nov.csv.gz")))) {
            zipped.write((header + """
                    2019-11-01 00:00:01 UTC,cart,1004775,2053013555631882655,electronics.smartphone,xiaomi,183.27,541312140,9db5
                    2019-11-01 00:00:02 UTC,remove_from_cart,1004775,2053013555631882655,electronics.smartphone,xiaomi,183.27,541312140,9db5
                    2019-11-01 00:00:03 UTC,purchase,5,7,appliances.kitchen.coffee/tea.grinder,bosch,20.5,541312140,9db5
                    """).getBytes(UTF_8));
        }
        ImportReport report = imported(ImportFormat.REES46);
        assertThat(report.files()).hasSize(2);
        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "lines", 7L,
                        "events", 4L,
                        "no-user", 0L,
                        "left-out", 1L,
                        "exact-duplicates", 0L,
                        "quarantined", 2L,
                        "undecodable", 2L,
                        // Of its four levels three stay.
                        "category", 1L,
                        "cancellations", 0L));
        assertThat(events())
                .extracting(
                        ShopperEvent::type,
                        ShopperEvent::userId,
                        ShopperEvent::itemId,
                        ShopperEvent::category,
                        ShopperEvent::price,
                        PublishedFormatsTest::time)
                .containsExactlyInAnyOrder(
                        Tuple.tuple(
                                EventType.VIEW,
                                "541312140",
                                "1004775",
                                "electronics/smartphone",
                                183.27,
                                "2019-10-31T23:59:59Z"),
                        Tuple.tuple(
                                EventType.VIEW,
                                "541312141",
                                "26400248",
                                "2053013553056579841",
                                81.03,
                                "2019-10-31T23:59:59Z"),
                        Tuple.tuple(
                                EventType.CART,
                                "541312140",
                                "1004775",
                                "electronics/smartphone",
                                183.27,
                                "2019-11-01T00:00:01Z"),
                        Tuple.tuple(
                                EventType.PURCHASE,
                                "541312140",
                                "5",
                                "appliances/kitchen/coffee-tea",
                                20.5,
                                "2019-11-01T00:00:03Z"));
    }

    @Test
    void anUnknownNameIsToldTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ImportFormat.named("kaggle"))
                .withMessage("Expected a format (taobao, complete-journey, online-retail, rees46), found 'kaggle':"
                        + " any other CSV is described by --column");
    }

    private ImportReport imported(ImportFormat format) throws IOException {
        return Importer.run(
                folder, format.mapping(folder), folder.resolve("out"), HistoryOptions.DEFAULT, ProgressListener.NONE);
    }

    private List<ShopperEvent> events() throws IOException {
        return WrittenHistory.events(folder.resolve("out"));
    }

    private static String time(ShopperEvent event) {
        return Instant.ofEpochMilli(event.eventTimeMillis()).toString();
    }
}
