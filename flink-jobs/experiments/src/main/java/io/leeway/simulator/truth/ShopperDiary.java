package io.leeway.simulator.truth;

import io.leeway.simulator.shoppers.ShopperObserver;
import java.util.ArrayList;
import java.util.List;

/**
 * What a shopper has done, as far as it predicts when they buy next. Event times in milliseconds.
 */
final class ShopperDiary implements ShopperObserver {
    /** A visit to buy, and when they paid. */
    record Bought(long startMillis, long atMillis) {}

    /** A visit to look around. */
    record Looked(long startMillis, long endMillis, int views, int carts, int favourites) {}

    private final List<Bought> bought = new ArrayList<>();
    private final List<Looked> looked = new ArrayList<>();

    @Override
    public void bought(long startMillis, long atMillis) {
        bought.add(new Bought(startMillis, atMillis));
    }

    @Override
    public void looked(long startMillis, long endMillis, int views, int carts, int favourites) {
        looked.add(new Looked(startMillis, endMillis, views, carts, favourites));
    }

    /** Visits to buy, in order of time. */
    List<Bought> bought() {
        return bought;
    }

    /** Visits to look around, day by day, in no order within a day. */
    List<Looked> looked() {
        return looked;
    }
}
