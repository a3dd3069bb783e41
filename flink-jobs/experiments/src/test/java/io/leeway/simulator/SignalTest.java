package io.leeway.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.shopper.TimeMillis;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.simulator.shoppers.PlannedDrift;
import io.leeway.simulator.shoppers.ShopSettings;
import io.leeway.simulator.truth.ShopTruth;
import io.leeway.simulator.truth.TruthRanking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is hidden in the shop can be found in its events, and not by the simplest rules. */
class SignalTest {
    private static final SimulatedShop SHOP =
            new SimulatedShop(ShopSettings.from(Instant.parse("2026-01-01T00:00:00Z")));
    private static final long START = SHOP.settings().historyStart().toEpochMilli();
    private static final long DAY = TimeMillis.DAY;
    private static final long HORIZON = 14 * DAY;

    private static final Map<String, List<ShopperEvent>> BY_USER = new HashMap<>();
    private static final Map<String, ShopTruth> TRUTHS = new HashMap<>();

    @BeforeAll
    static void read() {
        for (ShopperEvent event : Reading.applied(SHOP)) {
            BY_USER.computeIfAbsent(event.userId(), user -> new ArrayList<>()).add(event);
        }
        SHOP.truths().forEach(truth -> TRUTHS.put(truth.userId(), truth));
    }

    /** Instants of buying visits up to an instant. */
    private static List<Long> purchases(List<ShopperEvent> events, long until) {
        return events.stream()
                .filter(event -> event.type() == EventType.PURCHASE && event.eventTimeMillis() <= until)
                .map(ShopperEvent::eventTimeMillis)
                .distinct()
                .toList();
    }

    private static boolean staysAway(List<ShopperEvent> events, long at) {
        return events.stream()
                .noneMatch(event -> event.type() == EventType.PURCHASE
                        && event.eventTimeMillis() > at
                        && event.eventTimeMillis() <= at + HORIZON);
    }

    /**
     * Chance of no purchase within the horizon, for a cycle estimated from the shopper's own
     * purchases: not due yet, or gone.
     */
    private static double away(List<Long> purchases, long at) {
        double since = (at - purchases.get(purchases.size() - 1)) / (double) DAY;
        double span = (purchases.get(purchases.size() - 1) - purchases.get(0)) / (double) DAY;
        double cycle = (span + 12) / purchases.size();
        double here = survival(since, cycle);
        double alive = here / (here + 0.12);
        return 1 - alive + alive * survival(since + 14, cycle) / Math.max(1e-9, here);
    }

    private static double survival(double days, double cycle) {
        return 1 / (1 + Math.pow(days / cycle, 4));
    }

    @Test
    void aPersonalCycleSaysMoreOfChurnThanRecency() {
        for (int day : new int[] {50, 60, 70}) {
            long at = START + day * DAY;
            TruthRanking recency = new TruthRanking();
            TruthRanking activity = new TruthRanking();
            TruthRanking cycle = new TruthRanking();
            BY_USER.values().forEach(events -> {
                List<Long> purchases = purchases(events, at);
                if (!purchases.isEmpty()) {
                    boolean churned = staysAway(events, at);
                    recency.add(at - purchases.get(purchases.size() - 1), churned);
                    activity.add(at - lastActivity(events, at), churned);
                    cycle.add(away(purchases, at), churned);
                }
            });

            assertThat(recency.size()).isGreaterThan(900);
            assertThat(cycle.auc()).as("day " + day).isGreaterThan(Math.max(recency.auc(), activity.auc()) + 0.03);
            assertThat(cycle.auc()).as("day " + day).isBetween(0.8, 0.97);
        }
    }

    private static long lastActivity(List<ShopperEvent> events, long until) {
        return events.stream()
                .filter(event -> event.type().isActivity() && event.eventTimeMillis() <= until)
                .mapToLong(ShopperEvent::eventTimeMillis)
                .max()
                .orElse(0);
    }

    @Test
    void ownInterestSaysMoreOfWhatComesNextThanPopularity() {
        long at = START + 60 * DAY;
        Map<String, Double> popular = new HashMap<>();
        Map<String, Map<String, Double>> own = new HashMap<>();
        BY_USER.forEach((user, events) -> events.stream()
                .filter(event -> event.type().isActivity() && event.eventTimeMillis() <= at)
                .forEach(event -> {
                    popular.merge(event.category(), 1.0, Double::sum);
                    own.computeIfAbsent(user, u -> new HashMap<>()).merge(event.category(), 1.0, Double::sum);
                }));
        int shoppers = 0;
        int byPopularity = 0;
        int byOwn = 0;
        for (Map.Entry<String, Map<String, Double>> each : own.entrySet()) {
            Optional<String> next = BY_USER.get(each.getKey()).stream()
                    .filter(event -> event.type().isActivity() && event.eventTimeMillis() > at)
                    .findFirst()
                    .map(ShopperEvent::category);
            if (next.isPresent()) {
                shoppers++;
                byPopularity += TruthRanking.top(popular, 10).contains(next.get()) ? 1 : 0;
                byOwn += TruthRanking.top(each.getValue(), 10).contains(next.get()) ? 1 : 0;
            }
        }

        assertThat(shoppers).isGreaterThan(600);
        assertThat(byOwn / (double) shoppers).isGreaterThan(byPopularity / (double) shoppers + 0.3);
    }

    @Test
    void driftShowsInItsDirection() {
        int drifts = 0;
        int away = 0;
        int towards = 0;
        for (ShopTruth truth : TRUTHS.values()) {
            for (PlannedDrift drift : truth.drifts()) {
                long at = drift.at().toEpochMilli();
                Map<String, Double> before = shares(truth.userId(), at - 30 * DAY, at - 10 * DAY);
                Map<String, Double> after = shares(truth.userId(), at + 10 * DAY, at + 30 * DAY);
                if (drift.to() == null || before.isEmpty() || after.isEmpty()) {
                    continue;
                }
                drifts++;
                away += after.getOrDefault(drift.from(), 0.0) < before.getOrDefault(drift.from(), 0.0) ? 1 : 0;
                towards += after.getOrDefault(drift.to(), 0.0) > before.getOrDefault(drift.to(), 0.0) ? 1 : 0;
            }
        }

        assertThat(drifts).isGreaterThan(150);
        assertThat(away / (double) drifts).isGreaterThan(0.85);
        assertThat(towards / (double) drifts).isGreaterThan(0.85);
    }

    private static Map<String, Double> shares(String user, long from, long to) {
        Map<String, Double> shares = new HashMap<>();
        List<ShopperEvent> events = BY_USER.getOrDefault(user, List.of()).stream()
                .filter(event -> event.type().isActivity())
                .filter(event -> event.eventTimeMillis() >= from && event.eventTimeMillis() < to)
                .toList();
        events.forEach(event -> shares.merge(event.category(), 1.0 / events.size(), Double::sum));
        return shares;
    }

    @Test
    void leavingShowsBeforehandAndNobodyComesBack() {
        double[] ratings = new double[2];
        int[] reviews = new int[2];
        int[] purchases = new int[2];
        int[] returns = new int[2];
        int left = 0;
        for (ShopTruth truth : TRUTHS.values()) {
            long shows = truth.shows().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            long leaves = truth.leaves().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
            left += leaves < SHOP.settings().seam().toEpochMilli() ? 1 : 0;
            for (ShopperEvent event : BY_USER.getOrDefault(truth.userId(), List.of())) {
                assertThat(event.eventTimeMillis())
                        .isGreaterThanOrEqualTo(truth.joins().toEpochMilli());
                assertThat(event.eventTimeMillis() < leaves || event.type() == EventType.AD_IMPRESSION)
                        .isTrue();
                int leaving = event.eventTimeMillis() > shows + (leaves - shows) / 2 ? 1 : 0;
                purchases[leaving] += event.type() == EventType.PURCHASE ? 1 : 0;
                returns[leaving] += event.type() == EventType.RETURN ? 1 : 0;
                if (event.type() == EventType.REVIEW) {
                    reviews[leaving]++;
                    ratings[leaving] += event.rating();
                }
            }
        }

        assertThat(left).isBetween(200, 600);
        assertThat(ratings[1] / reviews[1]).isLessThan(ratings[0] / reviews[0] - 0.7);
        assertThat(returns[1] / (double) purchases[1]).isGreaterThan(1.5 * returns[0] / purchases[0]);
    }

    @Test
    void truthsAreSharesAndReadBack(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("truth.jsonl");
        SHOP.writeTruths(file);
        List<String> lines = Files.readAllLines(file);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));

        assertThat(lines).hasSize(1200);
        assertThat(first.get("user").asText()).isEqualTo("u0");
        assertThat(first.get("interestAtSeam")).isNotEmpty();
        assertThat(lines).anyMatch(line -> line.contains("\"to\":\"baby/toddler\""));
        for (ShopTruth truth : SHOP.truths()) {
            Map<String, Double> interest = truth.interestAt(SHOP.settings().seam());
            assertThat(interest).hasSize(SHOP.categories().size());
            assertThat(interest.values()).allMatch(share -> share > 0);
            assertThat(interest.values().stream()
                            .mapToDouble(Double::doubleValue)
                            .sum())
                    .isCloseTo(1, Offset.offset(1e-9));
        }
    }
}
