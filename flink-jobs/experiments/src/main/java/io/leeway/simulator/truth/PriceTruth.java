package io.leeway.simulator.truth;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.simulator.shoppers.Promotions;
import io.leeway.simulator.shoppers.ShopCatalogue;
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

    public String toJson() {
        return new ObjectMapper().valueToTree(elasticities()).toString();
    }
}
