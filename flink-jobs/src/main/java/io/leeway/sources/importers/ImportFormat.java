package io.leeway.sources.importers;

import io.leeway.shopper.EventType;
import java.io.IOException;
import java.nio.file.Path;
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
     * The Complete Journey: transactions, with the categories of {@code products.csv} beside them (department, product category). Its times name no zone and are taken
     * for UTC: within a shop's day that shifts all alike.
     */
    COMPLETE_JOURNEY("complete-journey") {
        @Override
        public CsvMapping mapping(Path input) throws IOException {
            return CompleteJourney.mapping(input);
        }
    };

    private final String optionName;

    ImportFormat(String optionName) {
        this.optionName = optionName;
    }

    /** The name in options and messages. */
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

    /** The format of a name; throws {@link IllegalArgumentException} with all names where there is none. */
    public static ImportFormat named(String name) {
        for (ImportFormat format : values()) {
            if (format.optionName.equals(name)) {
                return format;
            }
        }
        throw new IllegalArgumentException("Expected the format taobao or complete-journey, found '" + name
                + "': any other CSV is described by --column");
    }
}
