package io.leeway.shopper;

import io.leeway.shopper.events.ShopperEvent;

/** {@code monetary}: what the shopper spent, returned and rated. Keeps sums and counts. */
final class Monetary implements ProfilePart {
    private double purchased;
    private long purchases;
    private double returned;
    private double ratingSum;
    private long ratings;

    @Override
    public void observe(ShopperEvent event) {
        switch (event.type()) {
            case PURCHASE -> {
                purchased += event.amount();
                purchases++;
            }
            case RETURN -> returned += event.amount();
            case REVIEW -> {
                if (event.rating() > 0) {
                    ratingSum += event.rating();
                    ratings++;
                }
            }
            default -> {}
        }
    }

    /** float32[5]: see the rule book. */
    void write(VectorWriter out) {
        out.log1p(purchased);
        out.log1p(purchases == 0 ? 0 : purchased / purchases);
        out.log1p(returned);
        out.number(purchased > 0 ? Math.min(1, returned / purchased) : 0);
        out.number(ratings == 0 ? 0 : ratingSum / ratings / 5);
    }

    @Override
    public boolean isEmpty() {
        return purchases == 0 && returned == 0 && ratings == 0;
    }

    @Override
    public void save(ByteOutput out, CategoryDictionary dictionary) {
        out.writeDouble(purchased);
        out.writeLong(purchases);
        out.writeDouble(returned);
        out.writeDouble(ratingSum);
        out.writeLong(ratings);
    }

    @Override
    public void load(ByteInput in, CategoryDictionary dictionary) {
        purchased = in.readDouble();
        purchases = in.readLong();
        returned = in.readDouble();
        ratingSum = in.readDouble();
        ratings = in.readLong();
    }
}
