package io.leeway.evaluation;

/**
 * What the rules of churn look at of one shopper, as of one instant.
 *
 * @param days distinct days with a purchase
 * @param purchases single purchases: an invoice's lines
 * @param sinceLastDays days since the last purchase, fractions included
 * @param spanDays whole days from the first purchase day to the last
 */
public record PurchaseHistory(double days, double purchases, double amount, double sinceLastDays, double spanDays) {
    public PurchaseHistory {
        if (days < 1 || sinceLastDays < 0 || spanDays < 0) {
            throw new IllegalArgumentException("Expected the history of someone who bought, found " + days
                    + " days with purchases, the last " + sinceLastDays + " days ago, over " + spanDays + " days");
        }
    }

    /** Purchase days after the first: what BG/NBD counts. */
    double repeats() {
        return days - 1;
    }

    double ageDays() {
        return spanDays + sinceLastDays;
    }
}
