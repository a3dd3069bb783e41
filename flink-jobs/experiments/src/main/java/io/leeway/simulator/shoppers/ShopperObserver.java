package io.leeway.simulator.shoppers;

/** Sees what a shopper does, as it is done. Event times in milliseconds. */
public interface ShopperObserver {
    /**
     * They bought.
     *
     * @param startMillis when the visit began
     * @param atMillis when they paid
     */
    void bought(long startMillis, long atMillis);

    /**
     * They looked around.
     *
     * @param startMillis when it began
     * @param endMillis after the last thing of it
     * @param views at least 1
     * @param carts how many of the views were followed by putting the item into the cart
     * @param favourites how many of the views were followed by marking the item as a favourite
     */
    void looked(long startMillis, long endMillis, int views, int carts, int favourites);

    /** One that looks away. */
    ShopperObserver NONE = new ShopperObserver() {
        @Override
        public void bought(long startMillis, long atMillis) {}

        @Override
        public void looked(long startMillis, long endMillis, int views, int carts, int favourites) {}
    };
}
