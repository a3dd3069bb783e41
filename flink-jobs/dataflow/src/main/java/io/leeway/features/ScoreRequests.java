package io.leeway.features;

import io.leeway.records.FeatureVector;
import io.leeway.records.SinkRecord;
import io.leeway.shopper.FeatureValues;
import io.leeway.shopper.ShopperProfile;
import io.leeway.shopper.Task;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.topics.StageCounters;
import io.leeway.topics.Topics;
import io.leeway.topics.erasure.ErasureLedger;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns what falls due for a shopper into requests for scores, and what becomes of events into
 * counts, dead letters and tombstones. For one shopper at a time; not thread-safe.
 */
final class ScoreRequests implements ShopperProfile.Listener {
    private final FeaturesOptions options;
    private final StageCounters tallies;
    private final LargeShoppers largeShoppers;
    private final Consumer<FeatureVector> vectors;
    private final Consumer<SinkRecord> side;
    private final @Nullable ErasureLedger ledger;
    private String user = "";
    private long passedMillis;

    ScoreRequests(
            FeaturesOptions options,
            StageCounters tallies,
            LargeShoppers largeShoppers,
            Consumer<FeatureVector> vectors,
            Consumer<SinkRecord> side,
            @Nullable ErasureLedger ledger) {
        this.options = options;
        this.tallies = tallies;
        this.largeShoppers = largeShoppers;
        this.vectors = vectors;
        this.side = side;
        this.ledger = ledger;
    }

    /**
     * Those of a shopper, up to the next call.
     *
     * @param watermarkPassedMillis wall clock of the watermark that makes them due
     */
    ScoreRequests of(String shopper, long watermarkPassedMillis) {
        user = shopper;
        passedMillis = watermarkPassedMillis;
        return this;
    }

    @Override
    public void due(long asOfMillis, int triggers, ShopperProfile profile) {
        if (asOfMillis < options.emitFromMillis()) {
            return;
        }
        boolean backfill = asOfMillis < options.seam().toEpochMilli();
        for (Task task : Task.values()) {
            FeatureValues values = profile.values(task, asOfMillis);
            vectors.accept(new FeatureVector(
                    user,
                    asOfMillis,
                    triggers,
                    backfill,
                    task.id(),
                    values.dictionary(),
                    values.ids(),
                    values.numbers(),
                    passedMillis,
                    profile.appendedAtMillis()));
        }
        tallies.add("requests");
    }

    @Override
    public void applied(ShopperEvent event) {
        tallies.add("applied");
    }

    @Override
    public void duplicate(ShopperEvent event) {
        tallies.add("duplicates");
    }

    @Override
    public void tooMany(ShopperEvent event) {
        tallies.add("dead." + LargeShoppers.REASON);
        side.accept(largeShoppers.tooMany(event));
    }

    @Override
    public void erased(ShopperEvent event) {
        tallies.add("erased");
        if (event.type() == EventType.ERASE) {
            withdraw(event);
            if (ledger != null && ledger.until(user) < event.eventTimeMillis()) {
                side.accept(ledger.entry(user, event.eventTimeMillis()));
            }
        }
    }

    @Override
    public void objected(ShopperEvent event) {
        tallies.add("objected");
        if (event.type() == EventType.OBJECTION) {
            withdraw(event);
        }
    }

    /** Tombstones for all that was said of the shopper. */
    private void withdraw(ShopperEvent event) {
        for (Task task : Task.values()) {
            vectors.accept(FeatureVector.erasure(user, event.eventTimeMillis(), task.id()));
        }
        byte[] key = user.getBytes(StandardCharsets.UTF_8);
        side.accept(SinkRecord.of(Topics.LATE, key, null, event.eventTimeMillis()));
        side.accept(SinkRecord.of(Topics.DEAD_LETTERS, key, null, event.eventTimeMillis()));
    }
}
