package io.leeway.experiments.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.evaluation.Evaluation;
import io.leeway.experiments.SimulatedHistory;
import io.leeway.jobs.JobException;
import io.leeway.records.Candidate;
import io.leeway.records.RankedSlate;
import io.leeway.records.ShopAction;
import io.leeway.records.Slate;
import io.leeway.shopper.events.EventType;
import io.leeway.simulator.SimulatedShop;
import io.leeway.simulator.shoppers.PlantingRates;
import io.leeway.simulator.shoppers.ShopItem;
import io.leeway.simulator.truth.TasteTruth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Click rates of lists by hand-made actions, held against the shop's own probabilities. */
class RecommendedRowsTest {
    private static final SimulatedShop SHOP = SimulatedShop.withTaste(
            SimulatedHistory.settings(5).withShoppers(20).withHistoryDays(30).withPlanting(PlantingRates.nothing()));
    private static final TasteTruth TRUTH = SHOP.tastes().orElseThrow();
    private static final Instant CUT = SHOP.settings().seam().minus(Duration.ofDays(7));
    private static final Instant AT = CUT.plus(Duration.ofDays(1));
    private static final RecommendationOptions OPTIONS = RecommendationOptions.DEFAULTS;

    /** One of each category, in stock and in the shop long before the cut. */
    private static final List<ShopItem> ITEMS = items();

    private int events;

    private static List<ShopItem> items() {
        Map<String, ShopItem> first = new LinkedHashMap<>();
        TRUTH.items().stream()
                .filter(item -> item.stock() > 0 && item.addedAt().isBefore(CUT.minus(Duration.ofDays(10))))
                .forEach(item -> first.putIfAbsent(item.category(), item));
        return List.copyOf(first.values());
    }

    private ShopAction action(String user, EventType type, ShopItem item, Instant at) {
        return new ShopAction(
                "e" + events++, type.code(), user, item.item(), item.category(), at.toEpochMilli(), at.toEpochMilli());
    }

    private static RankedSlate slate(String user, ShopItem... of) {
        Candidate[] candidates = new Candidate[of.length];
        for (int i = 0; i < of.length; i++) {
            candidates[i] = new Candidate(of[i].item(), of[i].category(), "popular", "", of.length - i, 0.1);
        }
        return RankedSlate.unranked(
                new Slate("d-" + user, user, AT.toEpochMilli(), "", new String[0], candidates, false));
    }

    private static RecommendedRows rows(List<ShopAction> actions, RankedSlate... ranked) {
        Map<String, ShopItem> catalogue = new LinkedHashMap<>();
        TRUTH.items().forEach(item -> catalogue.put(item.item(), item));
        return new RecommendedRows(new RecommendedShop(5, actions, TRUTH, catalogue, CUT, List.of(ranked)), OPTIONS);
    }

    /** By the definition: places left empty count as never clicked. */
    private static double rate(String user, ShopItem... items) {
        double sum = 0;
        for (ShopItem item : items) {
            sum += TRUTH.clickProbability(user, item.item(), AT);
        }
        return sum / OPTIONS.items();
    }

    private static void requireRate(RecommendedRows rows, String contestant, double expected) {
        assertThat(rows.rates(contestant)).as(contestant).hasSize(1);
        assertThat(rows.rates(contestant)[0]).as(contestant).isCloseTo(expected, within(1e-12));
    }

    @Test
    void rulesShowWhatWasTurnedToBeforeTheCutAndTheShoppersOwnLatest() {
        ShopItem a = ITEMS.get(0);
        ShopItem b = ITEMS.get(1);
        ShopItem c = ITEMS.get(2);
        ShopItem d = ITEMS.get(3);
        Instant before = CUT.minus(Duration.ofDays(2));
        RecommendedRows rows = rows(
                List.of(
                        action("u1", EventType.VIEW, a, before),
                        action("u1", EventType.VIEW, c, before),
                        action("u2", EventType.CART, a, before),
                        action("u2", EventType.VIEW, b, before),
                        // After the cut: the shopper's own are known, what is popular is not.
                        action("u1", EventType.VIEW, d, CUT.plusSeconds(60)),
                        // After the list.
                        action("u1", EventType.VIEW, b, AT.plusSeconds(60))),
                slate("u1", b, d));
        requireRate(rows, RecommendedRows.POPULAR, rate("u1", a, b, c));
        requireRate(rows, RecommendedRows.VIEWED, rate("u1", d, c, a));
        // Nothing of d's category was popular before the cut.
        requireRate(rows, RecommendedRows.RECENT, rate("u1", c, a));
        requireRate(rows, RecommendedRows.UNRANKED, rate("u1", b, d));
        requireRate(rows, RecommendedRows.TRUE_TASTE, rate("u1", b, d));
        assertThat(rows.users()).containsExactly("5/u1");
        assertThat(rows.sources()).containsExactly(Map.entry("popular", 2));
    }

    @Test
    void whatWasBoughtIsShownAgainOnlyWhereItIsUsedUp() {
        ShopItem lasting =
                ITEMS.stream().filter(item -> !item.usedUp()).findFirst().orElseThrow();
        ShopItem usedUp = ITEMS.stream().filter(ShopItem::usedUp).findFirst().orElseThrow();
        Instant before = CUT.minus(Duration.ofDays(2));
        RecommendedRows rows = rows(
                List.of(
                        action("u1", EventType.PURCHASE, lasting, before),
                        action("u1", EventType.PURCHASE, usedUp, before)),
                slate("u1", usedUp));
        requireRate(rows, RecommendedRows.POPULAR, rate("u1", usedUp));
        requireRate(rows, RecommendedRows.VIEWED, rate("u1", usedUp, lasting));
    }

    /** Greedily from all that is allowed, by the truth. */
    @Test
    void noListIsBetterThanTheOracles() {
        RecommendedRows rows = rows(List.of(), slate("u1", ITEMS.toArray(ShopItem[]::new)));
        List<ShopItem> byTruth = new ArrayList<>(TRUTH.items());
        byTruth.removeIf(item -> item.stock() == 0 || item.addedAt().isAfter(AT));
        byTruth.sort(Comparator.comparingDouble(item -> -TRUTH.clickProbability("u1", item.item(), AT)));
        Map<String, Integer> taken = new LinkedHashMap<>();
        ShopItem[] best = byTruth.stream()
                .filter(item -> taken.merge(item.category(), 1, Integer::sum) <= OPTIONS.perCategory())
                .limit(OPTIONS.items())
                .toArray(ShopItem[]::new);
        requireRate(rows, RecommendedRows.ORACLE, rate("u1", best));
        for (String contestant : List.of(
                RecommendedRows.MODEL,
                RecommendedRows.NO_CHANCE,
                RecommendedRows.TRUE_TASTE,
                RecommendedRows.TRUE_INTEREST)) {
            assertThat(rows.rates(contestant)[0])
                    .as(contestant)
                    .isLessThanOrEqualTo(rows.rates(RecommendedRows.ORACLE)[0]);
        }
    }

    @Test
    void theReportSaysSimulatedAndTheMeansOfItsRows() {
        Instant before = CUT.minus(Duration.ofDays(2));
        RecommendedRows rows = rows(
                List.of(action("u1", EventType.VIEW, ITEMS.get(0), before)),
                slate("u1", ITEMS.get(1)),
                slate("u2", ITEMS.get(2)),
                slate("u3", ITEMS.get(3)));
        Evaluation evaluation = new RecommendationReport(List.of(rows), 20, 30, 5).evaluation();
        double mean = (rate("u1", ITEMS.get(1)) + rate("u2", ITEMS.get(2)) + rate("u3", ITEMS.get(3))) / 3;
        assertThat(evaluation.comparison().model("click-rate").value()).isCloseTo(mean, within(1e-9));
        assertThat(evaluation.headline()).startsWith("Simulated: ");
        assertThat(evaluation.facts()).containsEntry("lists", "3").containsEntry("places.popular", "3");
        assertThat(evaluation.origins()).containsKeys("ingredients", "shop of seed 5");
    }

    @Test
    void noListsAtAllAreRefused() {
        RankedSlate erased = RankedSlate.unranked(
                new Slate("d", "u1", AT.toEpochMilli(), "", new String[0], new Candidate[0], true));
        RecommendedRows rows = rows(List.of(), erased);
        assertThat(rows.users()).isEmpty();
        assertThatThrownBy(() -> new RecommendationReport(List.of(rows), 20, 30, 5).evaluation())
                .isInstanceOf(JobException.class)
                .hasMessage("Expected lists after the cut, found none; simulate more shoppers");
    }
}
