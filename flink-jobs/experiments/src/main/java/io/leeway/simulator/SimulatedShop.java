package io.leeway.simulator;

import io.leeway.simulator.planting.EncodedEntries;
import io.leeway.simulator.planting.HistoryEntries;
import io.leeway.simulator.planting.HistoryLine;
import io.leeway.simulator.planting.LiveEntries;
import io.leeway.simulator.planting.LiveRecord;
import io.leeway.simulator.planting.PlantedCounts;
import io.leeway.simulator.planting.WrittenCounts;
import io.leeway.simulator.shoppers.Promotions;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.OfferResponse;
import io.leeway.simulator.truth.PriceTruth;
import io.leeway.simulator.truth.ShopTruth;
import io.leeway.simulator.truth.TasteTruth;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A simulated shop: its history, its live phase, what is planted in them and what is hidden behind
 * them. All of it is a function of the settings, bit for bit; every call begins again.
 *
 * <p>The streams are pulled and hold about one day of events, and a little for each shopper.
 * Thread-safe; an iterator is for one thread.
 */
public final class SimulatedShop {
    private final ShopSettings settings;
    private final ShopCatalogue catalogue;

    /** A shop whose prices are constant. */
    public SimulatedShop(ShopSettings settings) {
        this(settings, new ShopCatalogue(settings.seed()));
    }

    private SimulatedShop(ShopSettings settings, ShopCatalogue catalogue) {
        this.settings = settings;
        this.catalogue = catalogue;
    }

    /** A shop with weekly price levels, whose otherwise equal shoppers answer to them. */
    public static SimulatedShop withPromotions(ShopSettings settings) {
        return new SimulatedShop(settings, new ShopCatalogue(settings.seed(), new Promotions(settings)));
    }

    /** A shop whose otherwise equal shoppers have a hidden taste for items. */
    public static SimulatedShop withTaste(ShopSettings settings) {
        return new SimulatedShop(settings, ShopCatalogue.withTaste(settings));
    }

    public ShopSettings settings() {
        return settings;
    }

    /** The paths of all categories, already normal. */
    public List<String> categories() {
        return catalogue.paths();
    }

    /** History's lines in order of time, every one before the seam. */
    public Iterator<HistoryLine> history() {
        return new EncodedEntries<>(
                new HistoryEntries(settings, catalogue),
                entry -> new HistoryLine(entry.atMillis(), entry.encoded(), entry.fate()));
    }

    /**
     * The live records in order of arrival. Arrivals lie in [seam, end), event times at or after
     * the seam. The first record takes about as long as all of history, for the shoppers live
     * through it.
     */
    public Iterator<LiveRecord> live() {
        return new EncodedEntries<>(
                new LiveEntries(settings, catalogue),
                entry -> new LiveRecord(entry.atMillis(), entry.userId(), entry.encoded(), entry.fate()));
    }

    /** What has to become of all lines and records. Generates both, without encoding. */
    public PlantedCounts planted() {
        WrittenCounts tally = new WrittenCounts();
        new HistoryEntries(settings, catalogue).forEachRemaining(entry -> tally.history(entry.fate()));
        new LiveEntries(settings, catalogue).forEachRemaining(entry -> tally.live(entry.fate()));
        return tally.planted();
    }

    /** What is hidden of prices; empty where they are constant. */
    public Optional<PriceTruth> prices() {
        return Optional.ofNullable(catalogue.promotions()).map(promotions -> new PriceTruth(catalogue, promotions));
    }

    /** What is hidden of taste; empty where there is none. */
    public Optional<TasteTruth> tastes() {
        return Optional.ofNullable(catalogue.tastes()).map(tastes -> new TasteTruth(settings, catalogue, tastes));
    }

    public List<ShopTruth> truths() {
        return IntStream.range(0, settings.shoppers())
                .mapToObj(i -> new ShopTruth(settings, catalogue, i))
                .toList();
    }

    /** How each shopper would answer win-back offers, in the order of {@link #truths}. */
    public List<OfferResponse> offerResponses() {
        return IntStream.range(0, settings.shoppers())
                .mapToObj(i -> OfferResponse.of(settings, i))
                .toList();
    }

    /** Writes {@link ShopTruth#toJson} of each shopper, one a line; replaces the file. */
    public void writeTruths(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < settings.shoppers(); i++) {
                out.write(new ShopTruth(settings, catalogue, i).toJson());
                out.write('\n');
            }
        }
    }
}
