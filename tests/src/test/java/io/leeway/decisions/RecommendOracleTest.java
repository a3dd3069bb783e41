package io.leeway.decisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leeway.decisions.recommendation.RecommendationOptions;
import io.leeway.decisions.recommendation.Recommendations;
import io.leeway.records.Candidate;
import io.leeway.records.CatalogueItem;
import io.leeway.records.ShopAction;
import io.leeway.records.Slate;
import io.leeway.records.scores.InterestScore;
import io.leeway.records.scores.ScoreUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Candidates and rules against a slow plain reference, whatever order records come in and however the job runs. */
class RecommendOracleTest {
    private static final RecommendationOptions DEFAULTS = RecommendationOptions.DEFAULTS;
    /** Half-lives and new items within the days that are played. */
    private static final RecommendationOptions OPTIONS = new RecommendationOptions(
            DEFAULTS.items(),
            DEFAULTS.perCategory(),
            DEFAULTS.tradeOff(),
            DEFAULTS.exploration(),
            DEFAULTS.seed(),
            DEFAULTS.interestWeight(),
            DEFAULTS.categories(),
            DEFAULTS.candidates(),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(1),
            Duration.ofDays(30));

    enum Way {
        BATCH,
        /** Every record before any watermark, in random order. */
        SHUFFLED,
        /** As it arrives, with watermarks behind every record. */
        LIVE
    }

    @ParameterizedTest
    @EnumSource
    void candidatesAreThoseOfTheReference(Way way) throws Exception {
        RecommendInput input = RecommendInput.random(11 + way.ordinal(), 7, 2, 4, 9);
        Map<String, Slate> slates = new HashMap<>();
        for (Slate slate : run(input, way)) {
            if (!slate.erased()) {
                assertThat(slates.put(slate.scoreId(), slate)).isNull();
            }
        }
        RecommendOracle oracle = new RecommendOracle(input, OPTIONS);
        List<InterestScore> decided =
                input.scores().stream().filter(score -> !oracle.objects(score)).toList();
        assertThat(decided.size()).isLessThan(input.scores().size());
        assertThat(slates).hasSize(decided.size());
        int candidates = 0;
        for (InterestScore score : decided) {
            Slate slate = slates.get(score.id());
            assertThat(slate.history())
                    .as("history of %s", score.id())
                    .containsExactly(oracle.history(score).toArray(String[]::new));
            Map<String, RecommendOracle.Expected> expected = oracle.candidates(score);
            assertThat(slate.candidates()).extracting(Candidate::item).hasSameElementsAs(expected.keySet());
            for (Candidate candidate : slate.candidates()) {
                RecommendOracle.Expected of = expected.get(candidate.item());
                assertThat(candidate.weight())
                        .as("weight of %s for %s", candidate.item(), score.id())
                        .isCloseTo(of.weight(), within(1e-9));
                assertThat(candidate.interest()).isCloseTo(of.interest(), within(1e-9));
                assertThat(of.source().split(" or ")).contains(candidate.source() + "|" + candidate.reason());
            }
            candidates += expected.size();
        }
        assertThat(candidates).isGreaterThan(8 * decided.size());
    }

    private static List<Slate> run(RecommendInput input, Way way) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(
                ExecutionOptions.RUNTIME_MODE,
                way == Way.BATCH ? RuntimeExecutionMode.BATCH : RuntimeExecutionMode.STREAMING);
        StreamExecutionEnvironment env =
                StreamExecutionEnvironment.createLocalEnvironment(way == Way.LIVE ? 3 : 1, configuration);
        List<ShopAction> actions = new ArrayList<>(input.actions());
        List<InterestScore> scores = new ArrayList<>(input.scores());
        List<CatalogueItem> catalogue = new ArrayList<>(input.catalogue());
        if (way != Way.LIVE) {
            Random random = new Random(way.ordinal());
            Collections.shuffle(actions, random);
            Collections.shuffle(scores, random);
            Collections.shuffle(catalogue, random);
        }
        boolean live = way == Way.LIVE;
        long lateness = RecommendInput.LATENESS.toMillis();
        List<Slate> slates = new ArrayList<>();
        try (CloseableIterator<Slate> out = Recommendations.slates(
                        env.fromData(ShopAction.class, actions.toArray(ShopAction[]::new))
                                .assignTimestampsAndWatermarks(marks(
                                        live, ShopAction::timeMillis, action -> action.arrivedMillis() - lateness)),
                        env.fromData(ScoreUpdate.class, scores.toArray(ScoreUpdate[]::new))
                                .assignTimestampsAndWatermarks(
                                        marks(live, ScoreUpdate::asOfMillis, ScoreUpdate::asOfMillis)),
                        env.fromData(CatalogueItem.class, catalogue.toArray(CatalogueItem[]::new))
                                .assignTimestampsAndWatermarks(
                                        marks(live, CatalogueItem::fromMillis, CatalogueItem::fromMillis)),
                        OPTIONS)
                .executeAndCollect()) {
            out.forEachRemaining(slates::add);
        }
        return slates;
    }

    /** A watermark behind every record where it is live; else none before the end. */
    private static <T> WatermarkStrategy<T> marks(
            boolean live, SerializableFunction<T, Long> time, SerializableFunction<T, Long> passed) {
        return WatermarkStrategy.<T>forGenerator(context -> new WatermarkGenerator<T>() {
                    private long latest = Long.MIN_VALUE;

                    @Override
                    public void onEvent(T record, long timestamp, WatermarkOutput output) {
                        latest = Math.max(latest, passed.apply(record) - 1);
                        if (live) {
                            output.emitWatermark(new Watermark(latest));
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
