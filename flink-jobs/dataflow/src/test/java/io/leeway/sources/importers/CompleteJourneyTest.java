package io.leeway.sources.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leeway.shopper.events.ShopperEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompleteJourneyTest {

    @TempDir
    private Path folder;

    @Test
    void joinsCategoriesAndDividesTheLinesPrice() throws IOException {
        Path transactions = Files.writeString(folder.resolve("transactions.csv"), """
                household_id,product_id,quantity,sales_value,transaction_timestamp
                1,p1,2,5.00,2017-01-01 10:00:00
                1,p2,0,3.00,2017-01-01 10:00:01
                1,p3,1,1.00,2017-01-01 10:00:02
                1,p4,20000,40.00,2017-01-01 10:00:03
                """);
        Files.writeString(folder.resolve("products.csv"), """
                product_id,department,product_category
                p1,GROCERY,ICE CREAM/MILK
                p2,GROCERY,NA
                broken
                p4,NA,NA
                """);
        // The file alone will do: what belongs to it lies beside it.
        Importer.run(
                transactions,
                ImportFormat.COMPLETE_JOURNEY.mapping(transactions),
                folder.resolve("out"),
                HistoryOptions.DEFAULT,
                ProgressListener.NONE);
        assertThat(WrittenHistory.events(folder.resolve("out")))
                .extracting(ShopperEvent::itemId, ShopperEvent::category, ShopperEvent::price, ShopperEvent::quantity)
                .containsExactly(
                        Tuple.tuple("p1", "grocery/ice cream-milk", 2.5, 2),
                        Tuple.tuple("p2", "grocery", 3.0, 1),
                        Tuple.tuple("p3", null, 1.0, 1),
                        Tuple.tuple("p4", null, 0.002, 10_000));
    }

    @Test
    void needsTheProductsColumns() throws IOException {
        Files.writeString(folder.resolve("products.csv"), "product_id,department\np1,A\n");
        assertThatExceptionOfType(ImportException.class)
                .isThrownBy(() -> ImportFormat.COMPLETE_JOURNEY.mapping(folder))
                .withMessageContaining("Expected the column product_category in " + folder.resolve("products.csv"));
    }
}
