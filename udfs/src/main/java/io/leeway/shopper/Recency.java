package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;

/**
 * {@code recency}: how long ago the shopper last did what matters.
 *
 * <p>Keeps six instants. Ad impressions count for the first event alone.
 */
final class Recency implements ProfilePart {
    private static final long NEVER = Long.MIN_VALUE;
    private static final double NEVER_DAYS = 400;

    private long activity = NEVER;
    private long purchase = NEVER;
    private long wish = NEVER;
    private long first = NEVER;
    private long returned = NEVER;
    private long review = NEVER;

    @Override
    public void observe(ShopperEvent event) {
        long time = event.eventTimeMillis();
        if (first == NEVER) {
            first = time;
        }
        if (event.type().isActivity()) {
            activity = time;
        }
        switch (event.type()) {
            case PURCHASE -> purchase = time;
            case CART, FAVOURITE -> wish = time;
            case RETURN -> returned = time;
            case REVIEW -> review = time;
            default -> {}
        }
    }

    /** float32[6], log1p of days. */
    void write(long asOfMillis, VectorWriter out) {
        for (long last : new long[] {activity, purchase, wish, first, returned, review}) {
            out.log1p(last == NEVER ? NEVER_DAYS : (double) (asOfMillis - last) / TimeMillis.DAY);
        }
    }

    @Override
    public boolean isEmpty() {
        return first == NEVER;
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeLong(first);
        for (long last : new long[] {activity, purchase, wish, returned, review}) {
            out.writeLong(last == NEVER ? -1 : last - first);
        }
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        first = in.readLong();
        activity = loadInstant(in);
        purchase = loadInstant(in);
        wish = loadInstant(in);
        returned = loadInstant(in);
        review = loadInstant(in);
    }

    private long loadInstant(ByteInput in) {
        long sinceFirst = in.readLong();
        return sinceFirst < 0 ? NEVER : first + sinceFirst;
    }
}
