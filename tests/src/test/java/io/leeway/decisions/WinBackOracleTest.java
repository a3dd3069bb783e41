package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.decisions.winback.WinBackModel;
import io.leeway.decisions.winback.WinBackOptions;
import io.leeway.jobs.PipelineHooks;
import io.leeway.jobs.WinBackJob;
import io.leeway.records.ShopAction;
import io.leeway.records.SinkRecord;
import io.leeway.records.Treatment;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.shopper.events.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.function.SerializableFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Warnings, cooldowns, open offers and the budget against a slow plain reference, whatever order records come in and however the job runs. */
class WinBackOracleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final WinBackOptions OPTIONS = WinBackInput.OPTIONS;

    enum Way {
        BATCH,
        /** Every record before any watermark, in random order. */
        SHUFFLED,
        /** In order, with a watermark behind every record. */
        LIVE
    }

    @ParameterizedTest
    @EnumSource
    void decisionsAreThoseOfTheReference(Way way) throws Exception {
        String model = WinBackInput.model();
        WinBackInput input = WinBackInput.random(21 + way.ordinal(), 60, 14);
        require(new WinBackOracle(input, OPTIONS, WinBackModel.parse(model)), run(input, model, way));
    }

    @Test
    void withoutAModelEveryTreatmentIsDrawnEvenly() throws Exception {
        WinBackInput input = WinBackInput.random(31, 60, 14);
        require(new WinBackOracle(input, OPTIONS, null), run(input, null, Way.LIVE));
    }

    private static void require(WinBackOracle oracle, List<SinkRecord> found) throws Exception {
        Map<String, JsonNode> byId = new HashMap<>();
        int tombstones = 0;
        for (SinkRecord record : found) {
            byte[] value = record.value();
            if (value == null) {
                tombstones++;
            } else {
                JsonNode offer = JSON.readTree(value);
                assertThat(byId.put(offer.get("id").asText(), offer)).isNull();
            }
        }
        assertThat(tombstones)
                .isEqualTo(Math.toIntExact(oracle.input().actions().stream()
                        .filter(action -> EventType.ofCode(action.type()).endsProfile())
                        .count()));
        List<WinBackOracle.Expected> expected = oracle.decisions();
        assertThat(byId).hasSameSizeAs(expected);
        Map<Long, Double> spent = new HashMap<>();
        Set<Treatment> chosen = new HashSet<>();
        int controls = 0;
        for (WinBackOracle.Expected one : expected) {
            JsonNode offer = byId.get(one.id());
            assertThat(offer)
                    .as("%s at %s", one.user(), Instant.ofEpochMilli(one.at()))
                    .isNotNull();
            assertThat(offer.get("action").asText()).isEqualTo(one.treatment().id());
            assertThat(offer.get("control").asBoolean()).isEqualTo(one.control());
            assertThat(offer.get("propensity").asDouble()).isCloseTo(one.propensity(), within(1e-9));
            assertThat(offer.get("price").asDouble()).isCloseTo(one.price(), within(1e-9));
            assertThat(offer.at("/reasons/0/words").asText()).isEqualTo("silent for 5 weeks");
            assertThat(offer.path("category").asText())
                    .isEqualTo(one.treatment() == Treatment.MESSAGE ? one.movesTo() : "");
            for (int i = 0; i < one.features().length; i++) {
                assertThat(offer.at("/features/" + WinBackModel.FEATURES.get(i)).asDouble())
                        .isCloseTo(one.features()[i], within(1e-9));
            }
            chosen.add(one.treatment());
            controls += one.control() ? 1 : 0;
            spent.merge(
                    one.at() / OPTIONS.window().toMillis(), offer.get("cost").asDouble(), Double::sum);
        }
        assertThat(spent.values()).allMatch(sum -> sum <= OPTIONS.budget() + 1e-9);
        assertThat(spent.values()).as("a budget that is short").anyMatch(sum -> sum > 0.75 * OPTIONS.budget());
        assertThat(chosen).as("treatments that occur").hasSize(Treatment.values().length);
        assertThat(controls).isGreaterThan(10);
    }

    private static List<SinkRecord> run(WinBackInput input, @Nullable String model, Way way) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                ExecutionOptions.RUNTIME_MODE,
                way == Way.BATCH ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(way == Way.LIVE ? 3 : 1, configuration);
        List<ShopAction> actions = new ArrayList<>(input.actions());
        List<ShopperScore> scores = new ArrayList<>(input.scores());
        if (way != Way.LIVE) {
            Random random = new Random(way.ordinal());
            Collections.shuffle(actions, random);
            Collections.shuffle(scores, random);
        }
        boolean live = way == Way.LIVE;
        List<SinkRecord> offers = new ArrayList<>();
        try (CloseableIterator<SinkRecord> out = WinBackJob.offers(
                        env.fromData(ShopAction.class, actions.toArray(ShopAction[]::new))
                                .assignTimestampsAndWatermarks(marks(live, ShopAction::timeMillis)),
                        env.fromData(ScoreUpdate.class, scores.toArray(ScoreUpdate[]::new))
                                .assignTimestampsAndWatermarks(marks(live, ScoreUpdate::asOfMillis)),
                        model,
                        OPTIONS,
                        PipelineHooks.PLAIN)
                .executeAndCollect()) {
            out.forEachRemaining(offers::add);
        }
        return offers;
    }

    /** A watermark behind every record where it is live; else none before the end. */
    private static <T> WatermarkStrategy<T> marks(boolean live, SerializableFunction<T, Long> time) {
        return WatermarkStrategy.<T>forGenerator(context -> new WatermarkGenerator<T>() {
                    @Override
                    public void onEvent(T record, long timestamp, WatermarkOutput output) {
                        if (live) {
                            output.emitWatermark(new Watermark(time.apply(record) - 1));
                        }
                    }

                    @Override
                    public void onPeriodicEmit(WatermarkOutput output) {
                        // Behind records alone.
                    }
                })
                .withTimestampAssigner((record, ignored) -> time.apply(record));
    }
}
