package io.leeway.decisions.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.records.ShopAction;
import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one shopper to make lists: the latest {@value #HISTORY} items, what lies in the
 * cart, what was bought. Bounded, whatever the shopper does. Actions are applied in order of time.
 * Not thread-safe.
 */
public final class ShopperItems {
    /** Latest items, as many as the ranking model looks at. */
    static final int HISTORY = 50;

    static final int CART = 10;
    static final int BOUGHT = 100;
    private static final int IDS = 64;
    private static final int FORMAT = 1;
    /** What was looked at so shortly before counts as looked at together. */
    private static final long TOGETHER_MILLIS = 1_800_000;

    private static final int TOGETHER = 4;
    /** What was left in the cart for longer is not wanted any more. */
    private static final long CART_MILLIS = 30 * TimeMillis.DAY;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Deque<Turn> history = new ArrayDeque<>();
    private final Map<String, Long> cart = new LinkedHashMap<>();
    private final Map<String, Long> bought = new LinkedHashMap<>();
    private final Deque<Integer> ids = new ArrayDeque<>();
    private long lastMillis = Long.MIN_VALUE;
    private boolean objected;

    private record Turn(String item, long atMillis) {}

    /** Of a shopper of whom nothing is known. */
    public ShopperItems() {}

    /** As {@link #toBytes} wrote it; null for a shopper of whom nothing is known. */
    static ShopperItems of(byte @Nullable [] bytes) {
        ShopperItems items = new ShopperItems();
        if (bytes == null) {
            return items;
        }
        try {
            JsonNode node = JSON.readTree(bytes);
            if (node.path("format").asInt() != FORMAT) {
                throw new IllegalStateException("Expected a shopper's items in format " + FORMAT + ", found "
                        + node.path("format") + "; start this build from a savepoint that it can read");
            }
            items.lastMillis = node.path("last").asLong();
            items.objected = node.path("objected").asBoolean();
            node.path("history")
                    .forEach(turn -> items.history.add(
                            new Turn(turn.get(0).asText(), turn.get(1).asLong())));
            node.path("cart")
                    .forEach(each ->
                            items.cart.put(each.get(0).asText(), each.get(1).asLong()));
            node.path("bought")
                    .forEach(each ->
                            items.bought.put(each.get(0).asText(), each.get(1).asLong()));
            node.path("ids").forEach(id -> items.ids.add(id.asInt()));
            return items;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * What is kept once a shopper asked for something: nothing after an erasure or an objection,
     * but that they object, which only a consent ends.
     */
    ShopperItems after(EventType request) {
        ShopperItems kept = request.endsProfile() ? new ShopperItems() : this;
        kept.objected = request == EventType.OBJECTION || (objected && request != EventType.CONSENT);
        return kept;
    }

    /** Whether the shopper objects: then nothing is applied, and nothing to be decided. */
    boolean isObjected() {
        return objected;
    }

    /**
     * Applies an action once, which asks for nothing, and returns what it adds to the counts.
     *
     * @param action not an erasure, an objection or a consent
     */
    public List<CountedItem> apply(ShopAction action, RecommendationOptions options) {
        if (objected) {
            return List.of();
        }
        int id = action.eventId().hashCode();
        if (ids.contains(id)) {
            return List.of();
        }
        keep(ids, id, IDS);
        lastMillis = Math.max(lastMillis, action.timeMillis());
        if (!isTurning(action)) {
            return List.of();
        }
        EventType type = EventType.ofCode(action.type());
        String item = action.item();
        if (type == EventType.CART) {
            put(cart, item, action.timeMillis(), CART);
        } else if (type == EventType.PURCHASE) {
            cart.remove(item);
            put(bought, item, action.timeMillis(), BOUGHT);
        }
        long end = options.windowEnd(action.timeMillis());
        List<CountedItem> counts = new ArrayList<>();
        counts.add(
                new CountedItem(CountKeys.category(action.category()), item, end, type == EventType.PURCHASE ? 3 : 1));
        Turn last = history.peekLast();
        if (last == null || !last.item().equals(item)) {
            together(action, end, counts);
            keep(history, new Turn(item, action.timeMillis()), HISTORY);
        }
        return counts;
    }

    /** Whether by this a shopper turns to an item. */
    public static boolean isTurning(ShopAction action) {
        return !action.item().isEmpty() && !action.category().isEmpty() && isTurning(EventType.ofCode(action.type()));
    }

    private static boolean isTurning(EventType type) {
        return switch (type) {
            case VIEW, CART, FAVOURITE, PURCHASE, AD_CLICK -> true;
            default -> false;
        };
    }

    private void together(ShopAction action, long end, List<CountedItem> counts) {
        int looked = 0;
        for (Iterator<Turn> each = history.descendingIterator(); each.hasNext() && looked < TOGETHER; looked++) {
            Turn before = each.next();
            if (action.timeMillis() - before.atMillis() > TOGETHER_MILLIS) {
                return;
            }
            if (!before.item().equals(action.item())) {
                counts.add(new CountedItem(CountKeys.item(before.item()), action.item(), end, 1));
                counts.add(new CountedItem(CountKeys.item(action.item()), before.item(), end, 1));
            }
        }
    }

    private static <T> void keep(Deque<T> latest, T added, int most) {
        latest.addLast(added);
        if (latest.size() > most) {
            latest.removeFirst();
        }
    }

    /** The latest is last; the oldest makes room. */
    private static void put(Map<String, Long> latest, String item, long atMillis, int most) {
        latest.remove(item);
        latest.put(item, atMillis);
        if (latest.size() > most) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    /** The latest items, oldest first. */
    public String[] history() {
        return history.stream().map(Turn::item).toArray(String[]::new);
    }

    /** What lies in the cart as of an instant, the latest first. */
    String[] cart(long asOfMillis) {
        return latestFirst(cart.entrySet().stream()
                .filter(each -> asOfMillis - each.getValue() <= CART_MILLIS)
                .map(Map.Entry::getKey)
                .toArray(String[]::new));
    }

    /** What was bought, the latest first. */
    String[] bought() {
        return latestFirst(bought.keySet().toArray(new String[0]));
    }

    private static String[] latestFirst(String[] items) {
        String[] reversed = new String[items.length];
        Arrays.setAll(reversed, i -> items[items.length - 1 - i]);
        return reversed;
    }

    /** When the shopper last had an event; {@link Long#MIN_VALUE} where nothing is known. */
    long lastMillis() {
        return lastMillis;
    }

    byte[] toBytes() {
        ObjectNode node = JSON.createObjectNode().put("format", FORMAT).put("last", lastMillis);
        if (objected) {
            node.put("objected", true);
        }
        ArrayNode turns = node.putArray("history");
        history.forEach(turn -> turns.addArray().add(turn.item()).add(turn.atMillis()));
        write(node.putArray("cart"), cart);
        write(node.putArray("bought"), bought);
        ArrayNode seen = node.putArray("ids");
        ids.forEach(seen::add);
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void write(ArrayNode into, Map<String, Long> items) {
        items.forEach((item, atMillis) -> into.addArray().add(item).add(atMillis));
    }
}
