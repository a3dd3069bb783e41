package io.leeway.decisions.advertising;

/**
 * A bid that is out, or was taken up and may yet be clicked.
 *
 * @param context what the bandit saw
 * @param micros the bid, in millionths of money
 * @param shownAtMillis event time of its impression; 0 where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared or changed.
record OpenBid(
        String id,
        String userId,
        int arm,
        double[] context,
        long micros,
        long validUntilMillis,
        double predicted,
        long shownAtMillis,
        boolean clicked,
        boolean converted) {
    OpenBid shown(long atMillis) {
        return new OpenBid(id, userId, arm, context, micros, validUntilMillis, predicted, atMillis, clicked, converted);
    }

    OpenBid withClick() {
        return new OpenBid(
                id, userId, arm, context, micros, validUntilMillis, predicted, shownAtMillis, true, converted);
    }

    OpenBid withConversion() {
        return new OpenBid(id, userId, arm, context, micros, validUntilMillis, predicted, shownAtMillis, clicked, true);
    }
}
