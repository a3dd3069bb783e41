package io.leeway.decisions.effect;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.Decision;
import io.leeway.records.DecisionKind;
import io.leeway.records.LoggedDecision;
import io.leeway.records.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.co.KeyedCoProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What came of decisions, against a reference that sees everything at once. */
class DecisionOutcomesTest {
    private static final long HOUR = 3_600_000;
    private static final EffectOptions OPTIONS = new EffectOptions(
            Duration.ofHours(6), Duration.ofHours(4), Duration.ofHours(8), Duration.ofHours(20), Duration.ofDays(1));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverTheOrderAndTheDuplicatesEachDecisionIsJudgedOnceAndRightly(long seed) throws Exception {
        Random random = new Random(seed);
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            LoggedDecision logged = decision(random, "d" + i);
            inputs.add(logged);
            for (int outcomes = random.nextInt(5); outcomes > 0; outcomes--) {
                inputs.add(outcome(random, logged));
            }
        }
        inputs.add(new Outcome("of none", "u", Outcome.Kind.CLICK, 5 * HOUR, 1));
        for (int i = inputs.size() - 1; i >= 0; i -= 3) {
            inputs.add(inputs.get(i));
        }
        Map<String, String> expected = reference(inputs);
        Collections.shuffle(inputs, random);
        try (var harness = harness()) {
            for (Object input : inputs) {
                add(harness, input);
            }
            for (long mark = 0; mark < 100 * HOUR; mark += HOUR / 2) {
                harness.processBothWatermarks(new Watermark(mark));
            }
            Map<String, String> found = new HashMap<>();
            for (JudgedDecision judged : harness.extractOutputValues()) {
                String id = judged.logged().decision().id();
                assertThat(found.put(id, words(judged.worked(), judged.converted(), judged.value())))
                        .as(id)
                        .isNull();
            }
            assertThat(found).isEqualTo(expected);
            assertThat(harness.numKeyedStateEntries()).as("state that is left").isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void whatWorksAtOnceIsNotJudgedEarlier() throws Exception {
        try (var harness = harness()) {
            LoggedDecision offer = decision(DecisionKind.OFFER, "d", 0);
            add(harness, offer);
            add(harness, new Outcome("d", "u", Outcome.Kind.RETURN, 1, 3));
            harness.processBothWatermarks(new Watermark(20 * HOUR - 1));
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processBothWatermarks(new Watermark(20 * HOUR));
            assertThat(harness.extractOutputValues()).singleElement().satisfies(judged -> {
                assertThat(judged.worked()).isTrue();
                assertThat(judged.value()).isEqualTo(3);
            });
        }
    }

    /**
     * Whether an impression that comes too late has come already when the decision is judged
     * depends on chance.
     */
    @Test
    void whatComesAfterTheTimeDoesNotShow() throws Exception {
        for (boolean early : new boolean[] {true, false}) {
            try (var harness = harness()) {
                add(harness, decision(DecisionKind.AD, "d", 0));
                add(harness, new Outcome("d", "u", Outcome.Kind.CLICK, 5 * HOUR, 0));
                Outcome late = new Outcome("d", "u", Outcome.Kind.IMPRESSION, 9 * HOUR, 0);
                if (early) {
                    add(harness, late);
                }
                harness.processBothWatermarks(new Watermark(8 * HOUR));
                if (!early) {
                    add(harness, late);
                }
                assertThat(harness.extractOutputValues())
                        .singleElement()
                        .satisfies(judged -> assertThat(judged.worked()).isFalse());
            }
        }
    }

    private static Map<String, String> reference(List<Object> inputs) {
        Map<String, String> expected = new HashMap<>();
        for (Object input : inputs) {
            if (input instanceof LoggedDecision logged) {
                Decision decision = logged.decision();
                long last = decision.asOfMillis() + OPTIONS.maturityMillis(decision.kind());
                boolean worked = false;
                boolean converted = false;
                double value = 0;
                long clickable = decision.asOfMillis() + OPTIONS.clicks().toMillis();
                // An impression is the first kind: a click is looked at when it is known.
                for (Outcome.Kind kind : Outcome.Kind.values()) {
                    Outcome first = null;
                    for (Object other : inputs) {
                        if (other instanceof Outcome outcome
                                && outcome.decisionId().equals(decision.id())
                                && outcome.kind() == kind
                                && (first == null
                                        || outcome.timeMillis() < first.timeMillis()
                                        || outcome.timeMillis() == first.timeMillis()
                                                && outcome.value() < first.value())) {
                            first = outcome;
                        }
                    }
                    if (first != null
                            && kind == Outcome.Kind.IMPRESSION
                            && first.timeMillis() >= decision.asOfMillis()
                            && first.timeMillis() <= last) {
                        clickable = first.timeMillis() + OPTIONS.clicks().toMillis();
                    }
                    if (first != null && first.timeMillis() >= decision.asOfMillis() && first.timeMillis() <= last) {
                        boolean offer = decision.kind() == DecisionKind.OFFER;
                        worked |= offer
                                ? kind == Outcome.Kind.RETURN
                                : kind == Outcome.Kind.CLICK && first.timeMillis() <= clickable;
                        converted |= kind == Outcome.Kind.CONVERSION || kind == Outcome.Kind.REDEMPTION;
                        value += first.value();
                    }
                }
                expected.put(decision.id(), words(worked, converted, value));
            }
        }
        return expected;
    }

    private static String words(boolean worked, boolean converted, double value) {
        return worked + " " + converted + " " + Math.round(value);
    }

    private static LoggedDecision decision(Random random, String id) {
        DecisionKind kind = DecisionKind.values()[random.nextInt(3)];
        return decision(kind, id, random.nextInt(40) * HOUR / 2);
    }

    private static LoggedDecision decision(DecisionKind kind, String id, long asOf) {
        return new LoggedDecision(
                new Decision(id, kind, "u", asOf, "s", "m", 1, "a", 0.5, 0.5, false, 0),
                new String[0],
                new double[0],
                new double[0]);
    }

    private static Outcome outcome(Random random, LoggedDecision logged) {
        long time = logged.decision().asOfMillis() + (random.nextInt(60) - 2) * HOUR / 2;
        Outcome.Kind kind = Outcome.Kind.values()[random.nextInt(Outcome.Kind.values().length)];
        return new Outcome(logged.decision().id(), "u", kind, Math.max(0, time), 1 + random.nextInt(9));
    }

    private static void add(
            KeyedTwoInputStreamOperatorTestHarness<String, LoggedDecision, Outcome, JudgedDecision> harness,
            Object input)
            throws Exception {
        if (input instanceof LoggedDecision logged) {
            harness.processElement1(new StreamRecord<>(logged, logged.decision().asOfMillis()));
        } else if (input instanceof Outcome outcome) {
            harness.processElement2(new StreamRecord<>(outcome, outcome.timeMillis()));
        }
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, LoggedDecision, Outcome, JudgedDecision> harness()
            throws Exception {
        KeyedTwoInputStreamOperatorTestHarness<String, LoggedDecision, Outcome, JudgedDecision> made =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(new DecisionOutcomes(OPTIONS)),
                        logged -> logged.decision().id(),
                        Outcome::decisionId,
                        Types.STRING);
        made.open();
        return made;
    }
}
