package io.leeway.sources.importers;

import io.leeway.shopper.events.EventType;
import io.leeway.sources.importers.values.AbsentWords;
import io.leeway.sources.importers.values.DecimalMark;
import io.leeway.sources.importers.values.TimeFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** A kind of data that is known by name: how its CSV lines become events. */
public enum ImportFormat {

    /** Taobao UserBehavior (Tianchi 649): with the header {@code user_id,item_id,category_id,behavior,ts} or, as published, with none. The same item twice in one second
     * is one line twice, so one event. */
    TAOBAO("taobao") {
        @Override
        public CsvMapping mapping(Path input) {
            List<String> columns = List.of("user_id", "item_id", "category_id", "behavior", "ts");
            return new CsvMapping.Builder()
                    .decimalMark(DecimalMark.POINT)
                    // Its users are numbered from 0.
                    .noUsers(new AbsentWords(List.of()))
                    .shape(new CsvShape(',', CsvShape.DEFAULT.charset(), true, columns))
                    .column(EventField.USER, "user_id")
                    .column(EventField.ITEM, "item_id")
                    .column(EventField.CATEGORY, "category_id")
                    .column(EventField.TYPE, "behavior")
                    .type("pv", EventType.VIEW)
                    .type("cart", EventType.CART)
                    .type("fav", EventType.FAVOURITE)
                    .type("buy", EventType.PURCHASE)
                    .column(EventField.TIME, "ts")
                    .time(TimeFormat.seconds())
                    .build();
        }
    },

    /**
     * The Complete Journey: transactions, with the categories of {@code products.csv} beside them
     * (department, product category). Its times name no zone and are taken for UTC: within a shop's
     * day that shifts all alike.
     */
    COMPLETE_JOURNEY("complete-journey") {
        @Override
        public CsvMapping mapping(Path input) throws IOException {
            return CompleteJourney.mapping(input);
        }
    },

    /**
     * UCI Online Retail, with the header
     * {@code InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID,Country} (more columns
     * may stand there): a line is a purchase of so many units at a unit's price, in pounds, at the
     * London time of its invoice; those of an invoice share its instant. Lines of a cancelled
     * invoice ({@code C…}) are returns. Postage, discounts and corrections are lines as well and
     * stay. There is no category in the data, and none is made up from the items' descriptions: it
     * is for churn, not for interest.
     */
    ONLINE_RETAIL("online-retail") {
        @Override
        public CsvMapping mapping(Path input) {
            return new CsvMapping.Builder()
                    .decimalMark(DecimalMark.POINT)
                    .type(EventType.PURCHASE)
                    .column(EventField.USER, "CustomerID")
                    .column(EventField.ITEM, "StockCode")
                    .column(EventField.QUANTITY, "Quantity")
                    .column(EventField.PRICE, "UnitPrice")
                    .currency("GBP")
                    .column(EventField.TIME, "InvoiceDate")
                    .time(TimeFormat.pattern("yyyy-MM-dd HH:mm:ss", ZoneId.of("Europe/London")))
                    .cancellation("InvoiceNo", "C")
                    .build();
        }
    },

    /**
     * A store by REES46 as published on Kaggle, one file a month:
     * {@code event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session}.
     * The category is the code, level by level ({@code electronics.smartphone} is
     * {@code electronics/smartphone}), else the category's id. What is taken out of a cart is left
     * out and counted: it is no return, since nothing was bought, and the view that it would be at
     * best would raise the interest that it takes back.
     */
    REES46("rees46") {
        @Override
        public CsvMapping mapping(Path input) {
            return new CsvMapping.Builder()
                    .decimalMark(DecimalMark.POINT)
                    .column(EventField.USER, "user_id")
                    .column(EventField.ITEM, "product_id")
                    .column(EventField.CATEGORY, "category_code")
                    .categorySeparator(".")
                    .column(EventField.FALLBACK_CATEGORY, "category_id")
                    .column(EventField.PRICE, "price")
                    .column(EventField.TYPE, "event_type")
                    .type("view", EventType.VIEW)
                    .type("cart", EventType.CART)
                    .type("purchase", EventType.PURCHASE)
                    .leaveOut("remove_from_cart")
                    .column(EventField.TIME, "event_time")
                    .time(TimeFormat.pattern("yyyy-MM-dd HH:mm:ss 'UTC'", ZoneOffset.UTC))
                    .build();
        }
    };

    private final String optionName;

    ImportFormat(String optionName) {
        this.optionName = optionName;
    }

    public String optionName() {
        return optionName;
    }

    /**
     * How lines become events.
     *
     * @param input the folder or file to be imported, in case the lines need what lies beside them
     * @throws ImportException where that is missing
     */
    public abstract CsvMapping mapping(Path input) throws IOException;

    public static List<String> names() {
        return Arrays.stream(values()).map(ImportFormat::optionName).toList();
    }

    /**
     * The format of a name; throws {@link IllegalArgumentException} with all names where there is
     * none.
     */
    public static ImportFormat named(String name) {
        for (ImportFormat format : values()) {
            if (format.optionName.equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException("Expected a format (" + String.join(", ", names()) + "), found '" + name
                + "': any other CSV is described by --column");
    }
}
