package io.leeway.decisions.advertising;

import io.leeway.records.AdCampaign;
import io.leeway.shopper.TimeMillis;
import java.util.ArrayList;
import java.util.List;

/**
 * A choice of hour and channel: the part of the day in which an advertisement is shown, and where.
 *
 * @param number among all of the campaign's
 * @param showAtMillis from when on it is to be shown
 */
record BanditArm(int number, String channel, long showAtMillis) {
    /** Parts of a day in UTC: night, morning, afternoon, evening. */
    static final int PARTS = 4;

    private static final long PART_MILLIS = TimeMillis.DAY / PARTS;

    /** How many a campaign has. */
    static int count(AdCampaign campaign) {
        return PARTS * campaign.channels().size();
    }

    /** All arms as of an instant: each part of the day when it next comes. */
    static List<BanditArm> all(AdCampaign campaign, long asOfMillis) {
        List<BanditArm> arms = new ArrayList<>(count(campaign));
        long running = Math.floorDiv(asOfMillis, PART_MILLIS);
        for (int part = 0; part < PARTS; part++) {
            long ahead = Math.floorMod(part - running, (long) PARTS);
            long showAt = ahead == 0 ? asOfMillis + 1 : (running + ahead) * PART_MILLIS;
            for (String channel : campaign.channels()) {
                arms.add(new BanditArm(arms.size(), channel, showAt));
            }
        }
        return arms;
    }

    /** The longest from a request to when its advertisement is to be shown. */
    static long longestWait() {
        return PARTS * PART_MILLIS;
    }
}
