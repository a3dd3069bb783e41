package io.leeway.decisions.winback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.decisions.Chance;
import io.leeway.records.Treatment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses treatments under a budget a window. What an offer costs at most is put aside when it is
 * made, so what is spent can never be more than the budget, whichever offers are taken up.
 *
 * <p>A unit of the budget has a price: the treatment is the one whose uplift less the price of its
 * cost is greatest. The price rises while spending is ahead of the window's time and falls while it
 * is behind; a new window begins with the mean price of the last. Warnings must be given in order
 * of (time, id).
 */
public final class OfferBudget {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** How far the price moves when spending is ahead by a whole window. */
    private static final double GAIN = 4;

    private final WinBackOptions options;
    private final @Nullable WinBackModel model;

    private long window = Long.MIN_VALUE;
    private double spent;
    private double price;
    private double prices;
    private long decided;

    /** @param model null draws every treatment evenly: the log that a first model learns from */
    public OfferBudget(WinBackOptions options, @Nullable WinBackModel model) {
        this.options = options;
        this.model = model;
    }

    public Offer decide(Warning warning) {
        double now = priceAt(warning.asOfMillis());
        List<Treatment> affordable = affordable();
        double[] margins = model == null ? new double[0] : model.margins(warning.features());
        Treatment best = Treatment.NONE;
        double most = 0;
        for (Treatment treatment : affordable) {
            if (model != null) {
                double gain = margins[treatment.ordinal()] - margins[0] - now * treatment.mostCost();
                if (gain > most) {
                    most = gain;
                    best = treatment;
                }
            }
        }
        double exploring = model == null ? 1 : options.exploration();
        Treatment chosen = best;
        if (warning.control()) {
            chosen = Treatment.NONE;
        } else if (Chance.of(options.seed(), "explore " + warning.id(), 0) < exploring) {
            chosen =
                    affordable.get((int) (Chance.of(options.seed(), "explore " + warning.id(), 1) * affordable.size()));
        }
        double treated = exploring / affordable.size() + (chosen == best ? 1 - exploring : 0);
        double propensity =
                (1 - options.controlShare()) * treated + (chosen == Treatment.NONE ? options.controlShare() : 0);
        spent += chosen.mostCost();
        prices += now;
        decided++;
        if (model == null) {
            return new Offer(warning, chosen, propensity, Double.NaN, Double.NaN, now, "", 0, "");
        }
        return new Offer(
                warning,
                chosen,
                propensity,
                model.returnProbability(warning.features(), chosen),
                margins[chosen.ordinal()] - margins[0],
                now,
                model.name(),
                model.version(),
                model.digest());
    }

    private double priceAt(long timeMillis) {
        long length = options.window().toMillis();
        long current = Math.floorDiv(timeMillis, length);
        if (current != window) {
            price = decided == 0 ? 0 : prices / decided;
            window = current;
            spent = 0;
            prices = 0;
            decided = 0;
        }
        if (options.budget() == 0) {
            return price;
        }
        double passed = (double) Math.floorMod(timeMillis, length) / length;
        return Math.max(0, price + GAIN * (spent / options.budget() - passed));
    }

    private List<Treatment> affordable() {
        List<Treatment> affordable = new ArrayList<>();
        for (Treatment treatment : Treatment.values()) {
            if (spent + treatment.mostCost() <= options.budget()) {
                affordable.add(treatment);
            }
        }
        return affordable;
    }

    byte[] toBytes() {
        return JSON.createObjectNode()
                .put("window", window)
                .put("spent", spent)
                .put("price", price)
                .put("prices", prices)
                .put("decided", decided)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    void restore(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            window = node.path("window").asLong(Long.MIN_VALUE);
            spent = node.path("spent").asDouble();
            price = node.path("price").asDouble();
            prices = node.path("prices").asDouble();
            decided = node.path("decided").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
