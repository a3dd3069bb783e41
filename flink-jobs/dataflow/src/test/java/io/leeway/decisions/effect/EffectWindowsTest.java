package io.leeway.decisions.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.LoggedDecision;
import io.leeway.topics.Effect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/**
 * Windows of judged decisions: whatever the order, the same figures, and those that a look at all
 * rows gives.
 */
class EffectWindowsTest {
    private static final long HOUR = 3_600_000;
    private static final EffectOptions OPTIONS = new EffectOptions(
            Duration.ofHours(6), Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(20), Duration.ofDays(1));

    @Test
    void theOrderDoesNotShowAndNothingIsLeft() throws Exception {
        Random random = new Random(4);
        List<JudgedDecision> judged = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            judged.add(decision(random, i));
        }
        List<Effect> expected = effects(judged);
        assertThat(expected).extracting(Effect::kind).contains("model", "offers", "treatment", "policy");
        for (int shuffle = 0; shuffle < 3; shuffle++) {
            Collections.shuffle(judged, random);
            assertThat(effects(judged)).isEqualTo(expected);
        }
    }

    @Test
    void figuresAreThoseOfAllRowsTogether() throws Exception {
        Random random = new Random(9);
        List<JudgedDecision> judged = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            judged.add(decision(random, i));
        }
        List<JudgedDecision> first = judged.stream()
                .filter(each -> each.logged().decision().asOfMillis() < 6 * HOUR)
                .toList();
        Map<String, Effect> found = new TreeMap<>();
        for (Effect effect : effects(judged)) {
            if (effect.fromMillis() == 0) {
                found.put(effect.kind() + "/" + effect.name() + "/" + effect.version(), effect);
            }
        }
        List<JudgedDecision> ofModel = first.stream()
                .filter(each -> !each.logged().decision().control()
                        && (each.shown() || each.logged().decision().kind() != DecisionKind.AD))
                .toList();
        Effect model = found.get("model/m/1");
        assertThat(model.rows()).isEqualTo(ofModel.size());
        double[] predicted = ofModel.stream()
                .mapToDouble(each -> each.logged().decision().predicted())
                .toArray();
        int[] labels = ofModel.stream().mapToInt(each -> each.worked() ? 1 : 0).toArray();
        assertThat(model.figures().get("auc"))
                .isCloseTo(auc(predicted, labels), within(model.figures().get("auc.error") + 1e-9));
        assertThat(model.figures().get("observed")).isCloseTo(mean(labels), within(1e-9));
        assertThat(model.figures()).doesNotContainKey("stabilityIndex");

        List<JudgedDecision> offers = first.stream()
                .filter(each -> each.logged().decision().kind() == DecisionKind.OFFER)
                .toList();
        Effect coupon = found.get("treatment/coupon/0");
        double weights = 0;
        double weighted = 0;
        for (JudgedDecision each : offers) {
            if (each.logged().decision().action().equals("coupon")) {
                weights += 1 / each.logged().decision().propensity();
                weighted += each.worked() ? 1 / each.logged().decision().propensity() : 0;
            }
        }
        double control = offers.stream()
                .filter(each -> each.logged().decision().control())
                .mapToInt(each -> each.worked() ? 1 : 0)
                .average()
                .orElseThrow();
        assertThat(coupon.rows()).isEqualTo(offers.size());
        assertThat(coupon.figures().get("rate")).isCloseTo(weighted / weights, within(1e-5));
        assertThat(coupon.figures().get("uplift")).isCloseTo(weighted / weights - control, within(1e-5));
        assertThat(coupon.figures().get("uplift.ips")).isCloseTo(weighted / offers.size() - control, within(1e-5));
        assertThat(found.get("treatment/none/0").figures()).doesNotContainKey("uplift");
    }

    /**
     * Coupons go to those who would have come back anyway: their mean says much too much of them,
     * the propensities put it right.
     */
    @Test
    void theUpliftOfATreatmentIsFoundAlthoughItGoesToThoseWhoNeedItLeast() {
        int runs = 300;
        int covered = 0;
        double sum = 0;
        double naive = 0;
        for (int run = 0; run < runs; run++) {
            Random random = new Random(run);
            Map<String, double[]> parts = new TreeMap<>();
            double[] got = new double[2];
            for (int i = 0; i < 1_500; i++) {
                JudgedDecision judged = offer(random, i);
                for (Observation row : Observation.of(judged, OPTIONS)) {
                    if (row.subject().kind() == EffectSubject.Kind.OFFERS) {
                        parts.put(
                                row.part().key(),
                                EffectFigures.add(row, parts.get(row.part().key())));
                    }
                }
                if (judged.logged().decision().action().equals("coupon")) {
                    got[0]++;
                    got[1] += judged.worked() ? 1 : 0;
                }
            }
            Map<String, Double> figures = EffectFigures.ofTreatment(parts, "coupon");
            sum += figures.get("uplift");
            naive += got[1] / got[0] - figures(parts).get("controlRate");
            covered += figures.get("uplift.low") <= UPLIFT && UPLIFT <= figures.get("uplift.high") ? 1 : 0;
        }
        assertThat(sum / runs).isCloseTo(UPLIFT, within(0.01));
        assertThat(naive / runs).isGreaterThan(UPLIFT + 0.1);
        assertThat(covered / (double) runs).isBetween(0.91, 0.98);
    }

    private static final double UPLIFT = 0.1;

    private static Map<String, Double> figures(Map<String, double[]> parts) {
        return EffectFigures.ofOffers(parts);
    }

    /**
     * One half comes back three times in five, the other one in five; a coupon adds a tenth to
     * both, and the first half gets it more often.
     */
    private static JudgedDecision offer(Random random, int i) {
        boolean loyal = random.nextBoolean();
        boolean control = random.nextDouble() < 0.3;
        double coupon = loyal ? 0.8 : 0.2;
        boolean gets = !control && random.nextDouble() < coupon;
        double propensity = gets ? 0.7 * coupon : 0.7 * (1 - coupon) + 0.3;
        boolean worked = random.nextDouble() < (loyal ? 0.6 : 0.2) + (gets ? UPLIFT : 0);
        return judged(DecisionKind.OFFER, i, gets ? "coupon" : "none", propensity, 0.5, control, worked, 0);
    }

    private static JudgedDecision decision(Random random, int i) {
        DecisionKind kind = DecisionKind.values()[random.nextInt(3)];
        double predicted = random.nextDouble();
        boolean worked = random.nextDouble() < predicted;
        if (kind == DecisionKind.OFFER) {
            boolean control = random.nextInt(5) == 0;
            boolean coupon = !control && random.nextBoolean();
            double propensity = coupon ? 0.4 : 0.6;
            return judged(
                    kind, i, coupon ? "coupon" : "none", propensity, predicted, control, worked, random.nextDouble());
        }
        return judged(kind, i, "a" + i % 7, 0.2 + 0.7 * random.nextDouble(), predicted, false, worked, 1);
    }

    private static JudgedDecision judged(
            DecisionKind kind,
            int i,
            String action,
            double propensity,
            double predicted,
            boolean control,
            boolean worked,
            double value) {
        long asOf = i % 36 * HOUR / 2;
        return new JudgedDecision(
                new LoggedDecision(
                        new Decision(
                                "d" + i, kind, "u" + i, asOf, "", "m", 1, action, propensity, predicted, control, 0),
                        new String[] {"greedy"},
                        new double[] {i % 2},
                        new double[] {predicted}),
                i % 4 != 0,
                worked,
                worked && i % 3 == 0,
                value);
    }

    private static double auc(double[] predicted, int[] labels) {
        double pairs = 0;
        double right = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < labels.length; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    right += predicted[i] > predicted[j] ? 1 : predicted[i] == predicted[j] ? 0.5 : 0;
                }
            }
        }
        return right / pairs;
    }

    private static double mean(int[] values) {
        double sum = 0;
        for (int value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static List<Effect> effects(List<JudgedDecision> judged) throws Exception {
        try (KeyedOneInputStreamOperatorTestHarness<String, Observation, Effect> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new EffectWindows(OPTIONS)),
                        row -> row.subject().key(),
                        Types.STRING)) {
            harness.open();
            for (JudgedDecision each : judged) {
                for (Observation row : Observation.of(each, OPTIONS)) {
                    harness.processElement(new StreamRecord<>(row, row.asOfMillis()));
                }
            }
            for (long mark = 0; mark < 400 * HOUR; mark += 6 * HOUR) {
                harness.processWatermark(new Watermark(mark));
            }
            assertThat(harness.numKeyedStateEntries()).as("state that is left").isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
            List<Effect> effects = new ArrayList<>(harness.extractOutputValues());
            effects.sort((one, other) -> (one.kind() + one.name() + one.fromMillis())
                    .compareTo(other.kind() + other.name() + other.fromMillis()));
            return effects;
        }
    }
}
