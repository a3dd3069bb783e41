package io.leeway.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import io.leeway.evaluation.RankCorrelation;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views of sql/40_decisions over scores, events, decisions and outcomes say in batch and in streaming what a plain computation says. */
class DecisionTwinsTest {
    private static final List<String> BOTH = List.of(
            "win_back",
            "popular_items",
            "recommendations",
            "campaign_measures",
            "regional_demand",
            "offer_uplift",
            "calibration",
            "price_sensitivity");

    private static final List<String> ENDLESS =
            List.of("win_back", "targeting", "campaign_measures", "regional_demand");

    @TempDir
    private static Path folder;

    private static TwinReference reference;

    @BeforeAll
    static void input() {
        TwinInput input = new TwinInput(1);
        input.write(folder);
        reference = new TwinReference(input);
    }

    /** Those that run without end: what they say once they never take back, but for demand. */
    @Test
    void inStreaming() throws Exception {
        requireReference(true, ENDLESS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "it takes a minute; -Dleeway.decisions=true runs it")
    void inBatchAndInStreaming(boolean isStreaming) throws Exception {
        requireReference(isStreaming, BOTH);
    }

    /** The figure of sql/README.md: simpler than the estimate of the evaluation, and worse. */
    @Test
    @EnabledIfSystemProperty(
            named = "leeway.decisions",
            matches = "true",
            disabledReason = "it takes half a minute; -Dleeway.decisions=true runs it")
    void priceSensitivityRecoversTheHiddenOrder(@TempDir Path other) throws Exception {
        SimulatedShop shop = SimulatedShop.withPromotions(ShopSettings.from(TwinInput.FROM)
                .withShoppers(4000)
                .withHistoryDays(120)
                .withPlanting(PlantingRates.nothing()));
        List<String> lines = new ArrayList<>();
        shop.history().forEachRemaining(line -> lines.add(new String(line.value(), StandardCharsets.UTF_8)));
        GoldenFiles.write(other.resolve("history/events-1.jsonl"), lines);

        List<String> rows = new TwinSession(other, false)
                .with("10_sources/files", "40_decisions/price_sensitivity")
                .rows(List.of("price_sensitivity"))
                .getOrDefault("price_sensitivity", List.of());

        Map<String, Double> hidden = shop.prices().orElseThrow().elasticities();
        double[] left = rows.stream()
                .mapToDouble(row -> Double.parseDouble(row.split("\\|")[2]))
                .toArray();
        double[] right = rows.stream()
                .mapToDouble(row -> hidden.getOrDefault(row.split("\\|")[0], 0.0))
                .toArray();
        assertThat(rows).hasSameSizeAs(hidden.keySet());
        double order = RankCorrelation.of(left, right);
        assertThat(order).isGreaterThan(0.7);
        System.out.printf("rank correlation of price_sensitivity.sql (simulated): %.3f%n", order);
    }

    private static TwinSession session(boolean isStreaming, List<String> views) {
        TwinSession session = new TwinSession(folder, isStreaming)
                .with(
                        "10_sources/files",
                        "10_sources/scores_files",
                        "10_sources/decisions_files",
                        "10_sources/regions_files");
        views.forEach(view -> session.with("40_decisions/" + view));
        return session;
    }

    private static void requireReference(boolean isStreaming, List<String> views) throws Exception {
        Map<String, List<String>> rows = session(isStreaming, views).rows(views);
        assertThat(rows).containsOnlyKeys(views);
        assertSoftly(each -> rows.forEach((view, found) -> each.assertThat(found)
                .as(view)
                .containsExactlyElementsOf(expected(view))
                .isNotEmpty()));
    }

    private static List<String> expected(String view) {
        return switch (view) {
            case "win_back" -> reference.winBack();
            case "targeting" -> reference.targeting();
            case "popular_items" -> reference.popularItems();
            case "recommendations" -> reference.recommendations();
            case "campaign_measures" -> reference.campaignMeasures();
            case "regional_demand" -> reference.regionalDemand();
            case "offer_uplift" -> reference.offerUplift();
            case "calibration" -> reference.calibration();
            case "price_sensitivity" -> reference.priceSensitivity();
            default -> throw new AssertionError(view);
        };
    }
}
