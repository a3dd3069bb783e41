package io.leeway.sql;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.Outcome;
import io.leeway.shopper.events.EventType;
import io.leeway.shopper.events.ShopperEvent;
import io.leeway.sql.TwinInput.Churn;
import io.leeway.sql.TwinInput.Moves;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.types.Row;
import org.jspecify.annotations.Nullable;

/** What sql/40_decisions has to say of an input: a plain computation for each view, a loop over all there is. */
final class TwinReference {
    private static final long DAY = 86_400_000;
    private static final long HOUR = 3_600_000;

    private final TwinInput input;

    TwinReference(TwinInput input) {
        this.input = input;
    }

    /** A row as text, numbers with five decimals; null is null. */
    static String text(Row row) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < row.getArity(); i++) {
            fields.add(text(row.getField(i)));
        }
        return String.join("|", fields);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Double || value instanceof Float
                // Without a zero that is below 0.
                ? String.format(Locale.ROOT, "%.5f", ((Number) value).doubleValue() + 0.0)
                : String.valueOf(value);
    }

    private static String row(@Nullable Object... fields) {
        List<String> texts = new ArrayList<>();
        for (Object field : fields) {
            texts.add(text(field));
        }
        return String.join("|", texts);
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }

    private static LocalDateTime local(long millis) {
        return LocalDateTime.ofInstant(instant(millis), ZoneOffset.UTC);
    }

    /** A machine with two states and a clock for each shopper. */
    List<String> winBack() {
        List<String> rows = new ArrayList<>();
        Map<String, Boolean> warned = new HashMap<>();
        Map<String, Long> last = new HashMap<>();
        for (Churn score : input.churn) {
            boolean before = warned.getOrDefault(score.user(), false);
            if (score.probability() >= 0.6f && !before) {
                warned.put(score.user(), true);
                Long sent = last.get(score.user());
                if (sent == null || score.atMillis() >= sent + 28 * DAY) {
                    last.put(score.user(), score.atMillis());
                    rows.add(row(score.user(), instant(score.atMillis()), score.probability(), score.id()));
                }
            } else if (score.probability() <= 0.4f) {
                warned.put(score.user(), false);
            }
        }
        return sorted(rows);
    }

    List<String> targeting() {
        List<String> rows = new ArrayList<>();
        for (Moves score : input.interest) {
            long shown = input.outcomes.stream()
                    .filter(outcome -> outcome.kind() == Outcome.Kind.IMPRESSION)
                    .filter(outcome -> outcome.userId().equals(score.user()))
                    .filter(outcome -> outcome.timeMillis() <= score.atMillis()
                            && outcome.timeMillis() >= score.atMillis() - 7 * DAY)
                    .count();
            score.to().forEach((category, gain) -> {
                if (score.drift() >= 0.3 && gain >= 0.05f && shown < 3) {
                    rows.add(row(category, score.user(), instant(score.atMillis()), gain, score.drift(), shown));
                }
            });
        }
        return sorted(rows);
    }

    private record Popular(long end, String category, String item, int weight, int place) {}

    private List<Popular> popular() {
        List<Popular> all = new ArrayList<>();
        long first = input.events.get(0).eventTimeMillis() / DAY;
        for (long end = first + 1; end <= first + 30; end++) {
            Map<String, Map<String, Integer>> weights = new TreeMap<>();
            for (ShopperEvent event : input.events) {
                long at = event.eventTimeMillis();
                if (at >= (end - 7) * DAY && at < end * DAY && event.type() != EventType.SOCIAL) {
                    int weight =
                            switch (event.type()) {
                                case PURCHASE -> 5;
                                case CART -> 3;
                                default -> 1;
                            };
                    weights.computeIfAbsent(event.category(), none -> new TreeMap<>())
                            .merge(event.itemId(), weight, Integer::sum);
                }
            }
            for (Map.Entry<String, Map<String, Integer>> category : weights.entrySet()) {
                int place = 0;
                for (Map.Entry<String, Integer> item : category.getValue().entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(10)
                        .toList()) {
                    all.add(new Popular(end * DAY, category.getKey(), item.getKey(), item.getValue(), ++place));
                }
            }
        }
        return all;
    }

    List<String> popularItems() {
        return sorted(popular().stream()
                .map(item -> row(
                        local(item.end() - 7 * DAY),
                        local(item.end()),
                        instant(item.end() - 1),
                        item.category(),
                        item.item(),
                        item.weight(),
                        item.place()))
                .toList());
    }

    List<String> recommendations() {
        List<Popular> popular = popular();
        List<String> rows = new ArrayList<>();
        record Scored(String item, String category, double score) {}
        for (Moves score : input.interest) {
            List<Scored> candidates = new ArrayList<>();
            for (Popular item : popular) {
                // Of the window that ended last.
                Float gain = score.to().get(item.category());
                boolean latest = item.end() - 1 < score.atMillis() && score.atMillis() <= item.end() - 1 + DAY;
                if (latest && gain != null && gain > 0) {
                    candidates.add(new Scored(item.item(), item.category(), gain * (double) item.weight()));
                }
            }
            candidates.sort(Comparator.comparingDouble(Scored::score).reversed().thenComparing(Scored::item));
            int place = 0;
            for (Scored item : candidates.subList(0, Math.min(10, candidates.size()))) {
                rows.add(row(
                        score.id(),
                        score.user(),
                        instant(score.atMillis()),
                        ++place,
                        item.item(),
                        item.category(),
                        item.score()));
            }
        }
        return sorted(rows);
    }

    List<String> campaignMeasures() {
        record Key(long hour, String campaign) {}
        Map<Key, double[]> sums = new LinkedHashMap<>();
        for (Outcome outcome : input.outcomes) {
            for (TwinInput.Ad ad : input.ads) {
                long after = outcome.timeMillis() - ad.decision().asOfMillis();
                if (!ad.decision().id().equals(outcome.decisionId()) || after < 0 || after > 7 * DAY) {
                    continue;
                }
                double[] sum = sums.computeIfAbsent(
                        new Key(outcome.timeMillis() / HOUR, ad.campaign()), none -> new double[5]);
                switch (outcome.kind()) {
                    case IMPRESSION -> {
                        sum[0]++;
                        sum[3] -= outcome.value();
                    }
                    case CLICK -> sum[1]++;
                    case CONVERSION -> {
                        sum[2]++;
                        sum[4] += outcome.value();
                    }
                    default -> throw new AssertionError(outcome);
                }
            }
        }
        List<String> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(
                local(key.hour() * HOUR),
                local((key.hour() + 1) * HOUR),
                key.campaign(),
                (long) sum[0],
                (long) sum[1],
                (long) sum[2],
                sum[0] == 0 ? null : sum[1] / sum[0],
                sum[1] == 0 ? null : sum[2] / sum[1],
                sum[3],
                sum[4],
                Math.abs(sum[3]) < 1e-12 ? null : sum[4] / sum[3])));
        return sorted(rows);
    }

    List<String> regionalDemand() {
        record Key(long day, String region, String category) {}
        Map<Long, Map<String, Moves>> interest = new TreeMap<>();
        input.interest.forEach(score -> interest.computeIfAbsent(score.atMillis() / DAY, none -> new TreeMap<>())
                .put(score.user(), score));
        Map<Long, Map<String, Churn>> churn = new TreeMap<>();
        input.churn.forEach(score -> churn.computeIfAbsent(score.atMillis() / DAY, none -> new TreeMap<>())
                .put(score.user(), score));
        Map<Key, double[]> sums = new LinkedHashMap<>();
        interest.forEach((day, ofDay) -> ofDay.forEach((user, score) -> {
            Churn leaving = churn.getOrDefault(day, Map.of()).get(user);
            double staying = leaving == null ? 1 : 1 - (double) leaving.probability();
            String region = input.regions.getOrDefault(user, "unknown");
            score.next().forEach((category, share) -> {
                double[] sum = sums.computeIfAbsent(new Key(day, region, category), none -> new double[2]);
                sum[0] += share * staying;
                sum[1]++;
            });
        }));
        List<String> rows = new ArrayList<>();
        sums.forEach((key, sum) ->
                rows.add(row(local(key.day() * DAY), key.region(), key.category(), sum[0], (long) sum[1])));
        return sorted(rows);
    }

    private boolean happened(Decision decision, Duration within, Set<Outcome.Kind> kinds) {
        return input.outcomes.stream()
                .anyMatch(outcome -> outcome.decisionId().equals(decision.id())
                        && kinds.contains(outcome.kind())
                        && outcome.timeMillis() >= decision.asOfMillis()
                        && outcome.timeMillis() <= decision.asOfMillis() + within.toMillis());
    }

    List<String> offerUplift() {
        Map<String, double[]> sums = new TreeMap<>();
        for (Decision offer : input.offers) {
            double[] sum = sums.computeIfAbsent(offer.control() ? "" : offer.action(), none -> new double[2]);
            sum[0]++;
            sum[1] += happened(
                            offer,
                            Duration.ofDays(28),
                            Set.of(Outcome.Kind.RETURN, Outcome.Kind.REDEMPTION, Outcome.Kind.CONVERSION))
                    ? 1
                    : 0;
        }
        double[] held = sums.getOrDefault("", new double[2]);
        double heldRate = held[1] / held[0];
        List<String> rows = new ArrayList<>();
        sums.forEach((treatment, sum) -> {
            if (!treatment.isEmpty()) {
                double rate = sum[1] / sum[0];
                double error = 1.96 * Math.sqrt(rate * (1 - rate) / sum[0] + heldRate * (1 - heldRate) / held[0]);
                double uplift = rate - heldRate;
                rows.add(row(
                        treatment,
                        (long) sum[0],
                        rate,
                        (long) held[0],
                        heldRate,
                        uplift,
                        uplift - error,
                        uplift + error));
            }
        });
        return sorted(rows);
    }

    List<String> calibration() {
        record Key(String kind, String model, long version, double tenth) {}
        List<Decision> all = new ArrayList<>(input.offers);
        input.ads.forEach(ad -> all.add(ad.decision()));
        all.addAll(input.recommended);
        Map<Key, double[]> sums = new LinkedHashMap<>();
        for (Decision decision : all) {
            if (Double.isNaN(decision.predicted()) || decision.control()) {
                continue;
            }
            Outcome.Kind asked = decision.kind() == DecisionKind.OFFER ? Outcome.Kind.RETURN : Outcome.Kind.CLICK;
            double tenth = Math.min(9, Math.floor(decision.predicted() * 10));
            double[] sum = sums.computeIfAbsent(
                    new Key(decision.kind().id(), decision.model(), decision.version(), tenth), none -> new double[3]);
            sum[0]++;
            sum[1] += decision.predicted();
            sum[2] += happened(decision, Duration.ofDays(7), Set.of(asked)) ? 1 : 0;
        }
        List<String> rows = new ArrayList<>();
        sums.forEach((key, sum) -> rows.add(row(
                key.kind(), key.model(), key.version(), key.tenth(), (long) sum[0], sum[1] / sum[0], sum[2] / sum[0])));
        return sorted(rows);
    }

    /** Least squares by the normal equations of a line, weeks weighted by what was bought. */
    List<String> priceSensitivity() {
        List<ShopperEvent> asked = input.events.stream()
                .filter(event -> event.type() == EventType.VIEW || event.type() == EventType.PURCHASE)
                .toList();
        Map<String, Double> usual = asked.stream()
                .collect(Collectors.groupingBy(
                        ShopperEvent::itemId, Collectors.averagingDouble(event -> Math.log(event.price()))));
        List<String> rows = new ArrayList<>();
        for (String category : TwinInput.CATEGORIES) {
            Map<Long, double[]> weeks = new TreeMap<>();
            for (ShopperEvent event : asked) {
                if (category.equals(event.category())) {
                    double[] sum = weeks.computeIfAbsent(event.eventTimeMillis() / (7 * DAY), none -> new double[4]);
                    sum[0] += Math.log(event.price()) - usual.getOrDefault(event.itemId(), 0.0);
                    sum[1]++;
                    sum[event.type() == EventType.VIEW ? 2 : 3]++;
                }
            }
            Set<Long> unseen = new HashSet<>();
            weeks.forEach((week, sum) -> {
                if (sum[2] == 0) {
                    unseen.add(week);
                }
            });
            weeks.keySet().removeAll(unseen);
            double w = 0;
            double meanX = 0;
            double meanY = 0;
            for (double[] sum : weeks.values()) {
                w += sum[3] + 0.5;
                meanX += (sum[3] + 0.5) * x(sum);
                meanY += (sum[3] + 0.5) * y(sum);
            }
            meanX /= w;
            meanY /= w;
            double xx = 0;
            double xy = 0;
            for (double[] sum : weeks.values()) {
                xx += (sum[3] + 0.5) * (x(sum) - meanX) * (x(sum) - meanX);
                xy += (sum[3] + 0.5) * (x(sum) - meanX) * (y(sum) - meanY);
            }
            double slope = xy / xx;
            double left = 0;
            for (double[] sum : weeks.values()) {
                double off = y(sum) - meanY - slope * (x(sum) - meanX);
                left += (sum[3] + 0.5) * off * off;
            }
            rows.add(row(category, (long) weeks.size(), slope, Math.sqrt(left / (weeks.size() - 2) / xx)));
        }
        return sorted(rows);
    }

    private static double x(double[] sum) {
        return sum[0] / sum[1];
    }

    private static double y(double[] sum) {
        return Math.log((sum[3] + 0.5) / sum[2]);
    }

    private static List<String> sorted(List<String> rows) {
        return rows.stream().sorted().toList();
    }
}
