package io.leeway.simulator;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is hidden of a shopper, and what scores can be held against.
 *
 * @param userId the shopper
 * @param joins the first instant at which anything is seen of them
 * @param leaves after it they never come again; empty for those who are still there when the longest possible live phase ends
 * @param cycleDays mean days from one buying visit to the next, while nothing is wrong
 * @param drifts the changes of interest up to the end of the live phase, in order
 * @param interests the interest at an instant; see {@link #interestAt}
 */
public record ShopTruth(
        String userId,
        Instant joins,
        Optional<Instant> leaves,
        double cycleDays,
        List<Drift> drifts,
        Function<Instant, Map<String, Double>> interests) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ShopTruth {
        requireNonNull(interests, "interests");
        drifts = List.copyOf(drifts);
    }

    static ShopTruth of(ShopSettings settings, Catalogue catalogue, int shopper) {
        Temper temper = Temper.draw(settings, shopper);
        Interests interests = new Interests(settings, catalogue, shopper);
        return new ShopTruth(
                Life.userId(shopper),
                Instant.ofEpochMilli(temper.joinedMillis()),
                temper.leavesMillis() == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(temper.leavesMillis())),
                temper.cycleDays(),
                interests.drifts(settings.end().toEpochMilli()),
                at -> named(catalogue, interests.at(at.toEpochMilli())));
    }

    private static Map<String, Double> named(Catalogue catalogue, double[] shares) {
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < shares.length; i++) {
            named.put(catalogue.path(i), shares[i]);
        }
        return Collections.unmodifiableMap(named);
    }

    /** The hidden interest at an instant: a share for every category of the shop; they sum to 1. */
    public Map<String, Double> interestAt(Instant at) {
        return interests.apply(at);
    }

    /** One line of JSON without its end: user, joins, leaves (absent for those who stay), cycleDays, drifts of at, from and to (absent for nothing). */
    public String toJson() {
        ObjectNode node = JSON.createObjectNode().put("user", userId).put("joins", joins.toString());
        leaves.ifPresent(at -> node.put("leaves", at.toString()));
        node.put("cycleDays", cycleDays);
        ArrayNode array = node.putArray("drifts");
        for (Drift drift : drifts) {
            ObjectNode one = array.addObject().put("at", drift.at().toString()).put("from", drift.from());
            if (drift.to() != null) {
                one.put("to", drift.to());
            }
        }
        return node.toString();
    }
}
