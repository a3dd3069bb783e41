package io.leeway.simulator.truth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leeway.simulator.shoppers.Promotions;
import io.leeway.simulator.shoppers.ShopCatalogue;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is hidden of prices in a shop with promotions. Immutable. */
public record PriceTruth(ShopCatalogue catalogue, Promotions promotions) {
    /**
     * The elasticity of demand by category, of the shopper in the middle: a price that is 1 %
     * higher changes what is bought by so many per cent. From −2.8 to 0.4, as most things sell less
     * when they are dearer, and some more.
     */
    public Map<String, Double> elasticities() {
        Map<String, Double> byCategory = new LinkedHashMap<>();
        List<String> paths = catalogue.paths();
        for (int category = 0; category < paths.size(); category++) {
            byCategory.put(paths.get(category), promotions.elasticity(category));
        }
        return Collections.unmodifiableMap(byCategory);
    }

    /** {@link #elasticities} as one JSON object. */
    public String toJson() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        elasticities().forEach(node::put);
        return node.toString();
    }

    /** A category's price at an instant, relative to its usual one. */
    public double levelAt(String category, Instant at) {
        int number = catalogue.paths().indexOf(category);
        if (number < 0) {
            throw new IllegalArgumentException(
                    "Expected a category of the shop, found '" + category + "': see Shop.categories");
        }
        return promotions.level(catalogue, number, at.toEpochMilli());
    }
}
