package io.leeway.decisions.advertising;

import io.leeway.decisions.advertising.AdFeatures.Interest;
import io.leeway.records.AdCampaign;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Campaigns and requests at random, crowded so that budgets, caps and days run out. */
final class RandomCampaigns {
    static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");
    static final String CATEGORY = "garden/plants";
    static final int DAYS = 6;

    private RandomCampaigns() {}

    static AdCampaign campaign(Random random) {
        double budget = 0.5 + random.nextInt(40) / 4.0;
        return new AdCampaign(
                "spring",
                BEGIN.toEpochMilli() - 1,
                CATEGORY,
                budget,
                random.nextBoolean() ? budget / (1 + random.nextInt(5)) : Double.POSITIVE_INFINITY,
                BEGIN.toEpochMilli(),
                BEGIN.plus(Duration.ofDays(DAYS)).toEpochMilli(),
                10,
                1 + random.nextInt(3),
                Duration.ofHours(6 + random.nextInt(60)).toMillis(),
                List.of("web", "app", "mail").subList(0, 1 + random.nextInt(3)));
    }

    static List<AdEvent> requests(Random random, int count) {
        List<AdEvent> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long at = BEGIN.toEpochMilli()
                    - Duration.ofHours(3).toMillis()
                    + (long) (random.nextDouble() * Duration.ofDays(DAYS + 1).toMillis());
            Interest interest = new Interest(
                    0.3 + random.nextDouble() / 2,
                    List.of(CATEGORY),
                    List.of(0.3),
                    List.of(CATEGORY),
                    List.of(0.05 + random.nextDouble() / 4),
                    List.of(),
                    List.of());
            requests.add(AdEvent.of(
                    AdIds.route("spring"),
                    AdRequest.of("spring", "u" + random.nextInt(count / 6 + 1), at, "s" + i, interest)));
        }
        return requests;
    }
}
