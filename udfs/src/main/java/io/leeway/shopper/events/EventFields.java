package io.leeway.shopper.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The fields of one event while its JSON is read. */
final class EventFields {
    private @Nullable String id;
    private @Nullable String type;
    private @Nullable String user;
    private @Nullable Long timeMillis;
    private @Nullable String item;
    private @Nullable String category;
    private @Nullable Double price;
    private @Nullable Double minor;
    private @Nullable String currency;
    private @Nullable Long quantity;
    private @Nullable Double rating;
    private @Nullable String social;
    private @Nullable String platform;
    private @Nullable String envelope;

    /** Takes the field whose value is the parser's token; leaves the parser on its last token. */
    void take(String name, JsonParser json) throws IOException, MalformedEventException {
        switch (name) {
            case "v" -> EventValues.integer(name, json, 1);
            case "id" -> id = EventValues.id(name, json);
            case "type" -> type = EventValues.text(name, json);
            case "user" -> user = EventValues.id(name, json);
            case "time" -> timeMillis = EventValues.time(json);
            case "item" -> item = EventValues.id(name, json);
            case "category" -> category = EventValues.text(name, json);
            case "price" -> price = EventValues.number(name, json);
            case "price_minor" -> minor = EventValues.minor(name, json);
            case "currency" -> currency = EventValues.text(name, json);
            case "quantity" -> quantity = EventValues.integer(name, json, 1);
            case "rating" -> rating = EventValues.number(name, json);
            case "social" -> social = EventValues.text(name, json);
            case "platform" -> platform = EventValues.text(name, json);
            case "payload", "after", "data" -> {
                envelope = json.currentToken() == JsonToken.START_OBJECT ? name : envelope;
                json.skipChildren();
            }
            default -> json.skipChildren();
        }
    }

    ShopperEvent toEvent() throws MalformedEventException {
        if (envelope != null && id == null && user == null) {
            throw new MalformedEventException(
                    "Expected the fields of an event, found an envelope with an object in '" + envelope + "'");
        }
        Double known = price != null || minor == null ? price : Double.valueOf(CurrencyUnits.major(minor, currency));
        return new EventText(
                        id, type, user, timeMillis, item, category, known, currency, quantity, rating, social, platform)
                .toEvent();
    }
}
