package io.leeway.scoring;

import static io.leeway.scoring.ChurnModels.vector;
import static io.leeway.scoring.HostileModels.trap;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.model.ModelDigest;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseVerdict;
import io.leeway.shopper.Task;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that pass their trial and do harm in service, as release, canary and shadow. */
@Timeout(120)
class HostileModelsTest {
    private static final long T0 = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long FROM = T0 + 20_000;
    private static final String TRIAL_SECONDS = "leeway.model.trial-seconds";

    @TempDir
    private static Path folder;

    private static ChurnModels models;

    private final PublishedReleases published = new PublishedReleases();
    private AbstractStreamOperatorTestHarness<ScoreUpdate> harness;
    private BundleOperator operator;
    private int seen;
    private int seenDead;
    private long asOf = FROM;

    @BeforeAll
    static void train() {
        models = ChurnModels.train(folder);
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty(TRIAL_SECONDS);
        if (harness != null) {
            harness.close();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ACTIVE", "CANARY"})
    void aModelThatLoopsForEverIsWithdrawn(ReleaseRole role) throws Exception {
        serve(HostileModels.ENDLESS, role, Duration.ofMillis(300));
        assertThat(versions(vector("a", ++asOf))).as("it answers others").containsExactly(9L);
        for (int bundle = 0; bundle < CallBreaker.MOST; bundle++) {
            assertThat(versions(trap("a", ++asOf), vector("b", ++asOf))).isEmpty();
            assertThat(dead()).hasSize(2).allMatch(line -> line.contains("\"call-timeout\""));
        }
        assertThat(verdict())
                .extracting(ReleaseVerdict::withdrawn, ReleaseVerdict::accepted)
                .containsExactly(true, false);
        assertThat(versions(trap("a", ++asOf), vector("b", ++asOf)))
                .as("the one before serves again")
                .containsExactly(1L, 1L);
    }

    @Test
    void aCallThatTensorFlowCannotEndIsLeftAndItsReleaseWithdrawn() throws Exception {
        serve(HostileModels.HEAVY, ReleaseRole.ACTIVE, Duration.ofMillis(50));
        assertThat(versions(vector("a", ++asOf))).containsExactly(9L);
        assertThat(versions(trap("a", ++asOf))).isEmpty();
        assertThat(dead()).singleElement().asString().contains("\"call-timeout\"");
        assertThat(verdict().withdrawn()).isTrue();
        assertThat(versions(trap("a", ++asOf))).containsExactly(1L);
    }

    @Test
    void ofABundleThatFailsTheRowAtFaultAloneHasNoScore() throws Exception {
        serve(HostileModels.FAILING, ReleaseRole.ACTIVE, Duration.ofSeconds(10));
        for (int bundle = 0; bundle <= CallBreaker.MOST; bundle++) {
            assertThat(versions(vector("a", ++asOf), trap("b", ++asOf), vector("c", ++asOf)))
                    .containsExactly(9L, 9L);
            assertThat(dead()).singleElement().asString().contains("\"model-failed\"", "\"b\"");
        }
        assertThat(verdict().accepted()).isTrue();
    }

    @Test
    void aRollbackDoesNotWaitForTheTrialOfAnotherRelease() throws Exception {
        System.setProperty(TRIAL_SECONDS, "12");
        Path own = folder.resolve("hanging");
        String hanging = HostileModels.HANGING.make(own, 9);
        open(models.release(1, Long.MIN_VALUE), Duration.ofSeconds(10));
        published.publish(
                new ModelRelease("x", "churn", 9, hanging, own.toString(), ReleaseRole.ACTIVE, 1, FROM, T0, ""));
        String good = ModelDigest.of(folder.resolve("churn/2")).digest();
        published.publish(
                new ModelRelease("y", "churn", 2, good, folder.toString(), ReleaseRole.ACTIVE, 1, FROM + 1, T0, ""));
        operator.processWatermark(new Watermark(T0 + 1));
        assertThat(published.awaitVerdict("y", Duration.ofSeconds(60)))
                .hasValueSatisfying(said -> assertThat(said.accepted()).isTrue());
        assertThat(published.verdicts()).as("the other is still tried").doesNotContainKey("x");
        asOf = FROM + 1;
        assertThat(versions(vector("a", asOf))).containsExactly(2L);
        assertThat(published.awaitVerdict("x", Duration.ofSeconds(60)))
                .hasValueSatisfying(said -> assertThat(said.reason()).contains("answers within 12 s"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HANGING")
    void aShadowHurtsNothing(HostileModels model) throws Exception {
        serve(model, ReleaseRole.SHADOW, Duration.ofMillis(model == HostileModels.SLOW ? 10_000 : 500));
        long began = System.nanoTime();
        for (int bundle = 0; bundle < 40; bundle++) {
            assertThat(versions(trap("a", ++asOf), vector("b", ++asOf)).stream().filter(version -> version == 1))
                    .hasSize(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("of 40 bundles, each of which it would hold up")
                .isLessThan(ShadowCalls.MOST.multipliedBy(2));
        assertThat(dead()).isEmpty();
        assertThat(tallies()).anyMatch(line -> line.contains("unscored.shadow"));
    }

    /** Nothing was before it, so it stays; what it does not answer costs no more time. */
    @Test
    void whatTheJobWasSubmittedWithIsCalledFromTimeToTimeAlone() throws Exception {
        HostileModels.ENDLESS.make(folder, 8);
        open(models.release(8, Long.MIN_VALUE), Duration.ofMillis(300));
        for (int bundle = 0; bundle < CallBreaker.MOST; bundle++) {
            assertThat(versions(trap("a", ++asOf))).isEmpty();
        }
        dead();
        assertThat(versions(vector("a", ++asOf))).isEmpty();
        assertThat(dead()).singleElement().asString().contains("\"model-suspended\"");
        assertThat(published.verdicts().values()).noneMatch(ReleaseVerdict::withdrawn);
    }

    private void serve(HostileModels model, ReleaseRole role, Duration callTime) throws Exception {
        Path own = folder.resolve(model + "-" + role);
        String digest = model.make(own, 9);
        open(models.release(1, Long.MIN_VALUE), callTime);
        published.publish(new ModelRelease("x", "churn", 9, digest, own.toString(), role, 1, FROM, T0, ""));
        operator.processWatermark(new Watermark(T0 + 1));
        assertThat(published.awaitVerdict("x", Duration.ofSeconds(60)))
                .hasValueSatisfying(
                        said -> assertThat(said.accepted()).as(said.reason()).isTrue());
    }

    private void open(ModelRelease initial, Duration callTime) throws Exception {
        harness = new AbstractStreamOperatorTestHarness<>(
                Scoring.factory(
                        Task.CHURN,
                        ChurnModels.PROFILE,
                        new BundleOptions(100, Duration.ofHours(1)).withCallTime(callTime),
                        List.of(initial),
                        published),
                1,
                1,
                0);
        harness.setup();
        harness.open();
        operator = (BundleOperator) harness.getOperator();
    }

    /** The versions of the scores of one bundle. */
    private List<Long> versions(FeatureVector... vectors) throws Exception {
        for (FeatureVector vector : vectors) {
            operator.processElement(new StreamRecord<>(vector, vector.asOfMillis()));
        }
        harness.prepareSnapshotPreBarrier(1);
        List<Long> all = harness.extractOutputValues().stream()
                .map(score -> ((ShopperScore) score).origin().model().version())
                .toList();
        List<Long> fresh = all.subList(seen, all.size());
        seen = all.size();
        return fresh;
    }

    private ReleaseVerdict verdict() {
        return published.verdicts().get("x");
    }

    /** Dead letters since the last look. */
    private List<String> dead() {
        List<String> all = side(Topics.DEAD_LETTERS);
        List<String> fresh = all.subList(seenDead, all.size());
        seenDead = all.size();
        return fresh;
    }

    private List<String> tallies() {
        return side(Topics.TALLIES);
    }

    private List<String> side(String topic) {
        var side = harness.getSideOutput(Scoring.SIDE);
        return side == null
                ? List.of()
                : side.stream()
                        .map(StreamRecord::getValue)
                        .filter(out -> out.topic().equals(topic))
                        .map(out -> new String(out.value(), StandardCharsets.UTF_8))
                        .toList();
    }
}
