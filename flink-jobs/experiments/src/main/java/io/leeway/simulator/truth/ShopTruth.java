package io.leeway.simulator.truth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.simulator.shoppers.HiddenInterests;
import io.leeway.simulator.shoppers.PlannedDrift;
import io.leeway.simulator.shoppers.ShopCatalogue;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.shoppers.ShopperTraits;
import io.leeway.simulator.shoppers.SimulatedShopper;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is hidden of one shopper, and what scores can be held against. Immutable. */
public final class ShopTruth {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double WORTH_WRITING = 0.02;

    private final ShopSettings settings;
    private final ShopCatalogue catalogue;
    private final String userId;
    private final ShopperTraits traits;
    private final HiddenInterests interests;

    public ShopTruth(ShopSettings settings, ShopCatalogue catalogue, int shopper) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.userId = SimulatedShopper.userId(shopper);
        this.traits = ShopperTraits.draw(settings, shopper);
        this.interests = new HiddenInterests(settings, catalogue, shopper);
    }

    public String userId() {
        return userId;
    }

    /** The instant before which nothing is seen of them. */
    public Instant joins() {
        return Instant.ofEpochMilli(traits.stay().joinedMillis());
    }

    /** The instant from which they never come again; empty for those who stay. */
    public Optional<Instant> leaves() {
        return traits.stay().leavesMillis() == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(traits.stay().leavesMillis()));
    }

    /** The instant from which leaving begins to show in what they do; empty for those who stay. */
    public Optional<Instant> shows() {
        return leaves().map(at -> at.minusMillis(traits.stay().warningMillis()));
    }

    /** Mean days from one buying visit to the next, while nothing is wrong. */
    public double cycleDays() {
        return traits.habits().cycleDays();
    }

    /** The changes of interest up to the end of the live phase, in order of time. */
    public List<PlannedDrift> drifts() {
        return List.copyOf(interests.drifts(settings.end().toEpochMilli()));
    }

    /** The hidden interest at an instant: a share for every category of the shop; they sum to 1. */
    public Map<String, Double> interestAt(Instant at) {
        double[] shares = interests.at(at.toEpochMilli());
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            named.put(catalogue.path(i), shares[i]);
        }
        return Collections.unmodifiableMap(named);
    }

    /**
     * One line of JSON without its end: {@code user}, {@code joins}, {@code leaves} and
     * {@code shows} (absent for those who stay), {@code cycleDays}, {@code drifts} of {@code at},
     * {@code from} and {@code to} (absent for nothing), and {@code interestAtSeam}: shares from
     * 0.02.
     */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("user", userId);
        node.put("joins", joins().toString());
        leaves().ifPresent(at -> node.put("leaves", at.toString()));
        shows().ifPresent(at -> node.put("shows", at.toString()));
        node.put("cycleDays", cycleDays());
        ArrayNode drifts = node.putArray("drifts");
        for (PlannedDrift drift : drifts()) {
            ObjectNode one = drifts.addObject();
            one.put("at", drift.at().toString());
            one.put("from", drift.from());
            if (drift.to() != null) {
                one.put("to", drift.to());
            }
        }
        ObjectNode interest = node.putObject("interestAtSeam");
        interestAt(settings.seam()).forEach((category, share) -> {
            if (share >= WORTH_WRITING) {
                interest.put(category, share);
            }
        });
        return node.toString();
    }
}
