package io.leeway.records;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What an advertiser asks for, as it stands in {@code leeway.campaigns}: one record a campaign, a later one replaces it.
 *
 * @param id the campaign; its key in the topic
 * @param issuedAtMillis event time from which this record counts
 * @param category the category that is advertised; who has it as a target must not change: another
 *     category is another campaign
 * @param budget the most that may ever be spent, in money
 * @param dailyBudget the most that may be spent on impressions of one day in UTC; infinite for no
 *     such limit
 * @param startMillis nothing is shown before it
 * @param endMillis nothing is shown from it on
 * @param conversionValue what a conversion is worth, in money
 * @param frequencyCap how many impressions a shopper may see within any {@code capPeriodMillis}
 * @param capPeriodMillis see there
 * @param channels where it may be shown, in the order in which arms are counted
 */
public record AdCampaign(
        String id,
        long issuedAtMillis,
        String category,
        double budget,
        double dailyBudget,
        long startMillis,
        long endMillis,
        double conversionValue,
        int frequencyCap,
        long capPeriodMillis,
        List<String> channels) {

    /** The most channels that one campaign has. */
    public static final int MOST_CHANNELS = 8;

    /** The highest frequency cap, so that what is kept of a shopper is bounded. */
    public static final int MOST_IMPRESSIONS = 100;

    public AdCampaign {
        requireNonNull(category, "category");
        channels = List.copyOf(channels);
        require(!id.isEmpty(), "an id", "an empty one");
        require(Double.isFinite(budget) && budget >= 0, "a budget of at least 0", budget);
        require(dailyBudget >= 0, "a daily budget of at least 0", dailyBudget);
        require(startMillis < endMillis, "a start before the end", startMillis + " and " + endMillis);
        require(Double.isFinite(conversionValue) && conversionValue >= 0, "a value of at least 0", conversionValue);
        require(
                frequencyCap >= 1 && frequencyCap <= MOST_IMPRESSIONS,
                "a frequency cap from 1 to " + MOST_IMPRESSIONS,
                frequencyCap);
        require(capPeriodMillis >= 1, "a period of the cap above 0", capPeriodMillis);
        require(
                !channels.isEmpty() && channels.size() <= MOST_CHANNELS,
                "1 to " + MOST_CHANNELS + " channels",
                channels);
    }

    private static void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException("Expected a campaign with " + expected + ", found " + found);
        }
    }
}
