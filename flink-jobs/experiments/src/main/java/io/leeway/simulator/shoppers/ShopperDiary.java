package io.leeway.simulator.shoppers;

import java.util.ArrayList;
import java.util.List;

/**
 * What a shopper has done, as far as it predicts when they buy next. Event times in milliseconds.
 */
public final class ShopperDiary {
    /** A visit to buy, and when they paid. */
    public record Bought(long startMillis, long atMillis) {}

    /**
     * A visit to look around.
     *
     * @param endMillis after the last thing of it
     * @param carts how many of the views were followed by putting the item into the cart
     * @param favourites how many of the views were followed by marking the item as a favourite
     */
    public record Looked(long startMillis, long endMillis, int views, int carts, int favourites) {}

    private final List<Bought> bought = new ArrayList<>();
    private final List<Looked> looked = new ArrayList<>();

    public void bought(long startMillis, long atMillis) {
        bought.add(new Bought(startMillis, atMillis));
    }

    public void looked(long startMillis, long endMillis, int views, int carts, int favourites) {
        looked.add(new Looked(startMillis, endMillis, views, carts, favourites));
    }

    /** Visits to buy, in order of time. */
    public List<Bought> bought() {
        return bought;
    }

    /** Visits to look around, day by day, in no order within a day. */
    public List<Looked> looked() {
        return looked;
    }
}
