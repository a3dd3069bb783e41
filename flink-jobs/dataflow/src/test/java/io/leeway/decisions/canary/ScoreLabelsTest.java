package io.leeway.decisions.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.JudgedScore;
import io.leeway.records.LabelledScore;
import io.leeway.records.ReturnEvent;
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

/** What came true, against a reference that sees everything at once. */
class ScoreLabelsTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long HORIZON = 3 * DAY;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverTheOrderOfInputsEachFirstScoreOfADayIsJudgedOnceAndRightly(long seed) throws Exception {
        Random random = new Random(seed);
        List<Object> inputs = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            for (int i = 0; i < 12; i++) {
                inputs.add(score("u" + user, random.nextInt((int) (10 * DAY / 1000)) * 1000L));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                inputs.add(new ReturnEvent("u" + user, random.nextInt((int) (13 * DAY / 1000)) * 1000L));
            }
        }
        Map<String, Boolean> expected = reference(inputs);
        Collections.shuffle(inputs, random);
        try (var harness = harness()) {
            for (Object input : inputs) {
                add(harness, input);
            }
            // In steps, as a stream would.
            for (long mark = 0; mark < 20 * DAY; mark += DAY / 3) {
                harness.processBothWatermarks(new Watermark(mark));
            }
            Map<String, Boolean> found = new HashMap<>();
            for (LabelledScore outcome : harness.extractOutputValues()) {
                String name = outcome.score().userId() + "@" + outcome.score().asOfMillis();
                assertThat(found.put(name, outcome.stayedAway())).as(name).isNull();
            }
            assertThat(found).isEqualTo(expected);
            assertThat(harness.numKeyedStateEntries()).as("state that is left").isZero();
            assertThat(harness.numEventTimeTimers()).isZero();
        }
    }

    @Test
    void noScoreIsJudgedBeforeItsHorizon() throws Exception {
        try (var harness = harness()) {
            add(harness, score("a", 1_000));
            add(harness, new ReturnEvent("a", 2_000));
            harness.processBothWatermarks(new Watermark(1_000 + HORIZON - 1));
            assertThat(harness.extractOutputValues()).isEmpty();
            harness.processBothWatermarks(new Watermark(1_000 + HORIZON));
            assertThat(harness.extractOutputValues()).containsExactly(new LabelledScore(score("a", 1_000), false));
        }
    }

    private static Map<String, Boolean> reference(List<Object> inputs) {
        Map<String, Long> first = new HashMap<>();
        for (Object input : inputs) {
            if (input instanceof JudgedScore score) {
                first.merge(score.userId() + "/" + score.asOfMillis() / DAY, score.asOfMillis(), Math::min);
            }
        }
        Map<String, Boolean> expected = new HashMap<>();
        first.forEach((key, asOf) -> {
            String user = key.substring(0, key.indexOf('/'));
            boolean back = inputs.stream()
                    .anyMatch(input -> input instanceof ReturnEvent comeback
                            && comeback.userId().equals(user)
                            && comeback.timeMillis() > asOf
                            && comeback.timeMillis() <= asOf + HORIZON);
            expected.put(user + "@" + asOf, !back);
        });
        return expected;
    }

    private static JudgedScore score(String user, long asOf) {
        return new JudgedScore(user, "churn", 1, false, asOf, 0.5);
    }

    private static void add(
            KeyedTwoInputStreamOperatorTestHarness<String, JudgedScore, ReturnEvent, LabelledScore> harness,
            Object input)
            throws Exception {
        if (input instanceof JudgedScore score) {
            harness.processElement1(new StreamRecord<>(score, score.asOfMillis()));
        } else if (input instanceof ReturnEvent comeback) {
            harness.processElement2(new StreamRecord<>(comeback, comeback.timeMillis()));
        }
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, JudgedScore, ReturnEvent, LabelledScore> harness()
            throws Exception {
        KeyedTwoInputStreamOperatorTestHarness<String, JudgedScore, ReturnEvent, LabelledScore> made =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new KeyedCoProcessOperator<>(new ScoreLabels(Duration.ofMillis(HORIZON))),
                        JudgedScore::userId,
                        ReturnEvent::userId,
                        Types.STRING);
        made.open();
        return made;
    }
}
