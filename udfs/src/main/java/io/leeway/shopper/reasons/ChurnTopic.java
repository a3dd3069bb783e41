package io.leeway.shopper.reasons;

import io.leeway.shopper.FeatureSpec;
import io.leeway.shopper.Task;
import java.util.Arrays;

/**
 * Groups of churn features that speak of one thing; the day of the week alone is in none. Features
 * that move together are one group: a network that spreads a cause over several of them would else
 * hide it.
 */
enum ChurnTopic {
    SILENCE("recency:0"),
    PURCHASE("recency:1", "rhythm:0,1"),
    SPEND("weeks:2,3"),
    VISITS("weeks:0,8", "frequency:0", "rhythm:2"),
    CARTS("weeks:1", "recency:2", "frequency:1,2"),
    LOYALTY("frequency:3,9", "monetary:0,1"),
    RETURNS("weeks:4", "recency:4", "frequency:4", "monetary:2,3"),
    RATINGS("weeks:5", "recency:5", "frequency:5", "monetary:4"),
    SOCIAL("weeks:6", "frequency:6", "social:0,1,2,3"),
    ADS("weeks:7", "frequency:7,8", "ads:0,1,2"),
    TENURE("recency:3");

    private final String[] columns;

    /** @param columns {@code feature:column,column}; of {@code weeks}, a column of all weeks */
    ChurnTopic(String... columns) {
        this.columns = columns;
    }

    /** The topic's number by place among a vector's numbers; −1 where a number belongs to none. */
    static int[] byNumber() {
        int[] topics = new int[Task.CHURN.numbers()];
        Arrays.fill(topics, -1);
        for (ChurnTopic topic : values()) {
            for (String feature : topic.columns) {
                int colon = feature.indexOf(':');
                for (String column : feature.substring(colon + 1).split(",", -1)) {
                    mark(topics, feature.substring(0, colon), Integer.parseInt(column), topic.ordinal());
                }
            }
        }
        return topics;
    }

    private static void mark(int[] topics, String name, int column, int topic) {
        FeatureSpec feature = Task.CHURN.feature(name);
        int columns = feature.shape().get(feature.shape().size() - 1);
        int offset = Task.CHURN.offset(feature);
        for (int i = column; i < feature.width(); i += columns) {
            topics[offset + i] = topic;
        }
    }
}
