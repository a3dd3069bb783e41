package io.leeway.deployment;

import io.leeway.decisions.advertising.AdvertisingOptions;
import io.leeway.experiments.advertising.AdvertisingShop;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.training.advertising.AdTrainer;
import io.leeway.training.options.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** An advertising model of a few hundred simulated shoppers: one that loads and answers. */
final class SmallAdModel {
    private SmallAdModel() {}

    /** Trains it below a folder, and gives the folder. */
    static Path train(Path models) throws IOException {
        AdvertisingShop shop = new AdvertisingShop(
                ShopSettings.from(Instant.parse("2026-01-05T00:00:00Z"))
                        .withShoppers(300)
                        .withHistoryDays(56 + 14 + 1)
                        .withLive(Duration.ZERO),
                14,
                1);
        new AdTrainer(shop.market().categories(), 7, TrainingProgress.none())
                .train(shop.log(AdvertisingOptions.DEFAULTS), models, 1);
        return models;
    }
}
