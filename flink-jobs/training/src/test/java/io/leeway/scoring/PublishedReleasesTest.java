package io.leeway.scoring;

import static io.leeway.scoring.ChurnModels.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.leeway.model.ModelDigest;
import io.leeway.model.ModelRepository;
import io.leeway.model.SharedModels;
import io.leeway.records.FeatureVector;
import io.leeway.records.ReleaseRole;
import io.leeway.records.scores.ScoreErasure;
import io.leeway.records.scores.ScoreUpdate;
import io.leeway.records.scores.ShopperScore;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseVerdict;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator makes of releases that are published while it works, with real models. */
class PublishedReleasesTest {
    @TempDir
    private static Path folder;

    private static final long T0 = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private static ChurnModels models;

    private final PublishedReleases published = new PublishedReleases();
    private AbstractStreamOperatorTestHarness<ScoreUpdate> harness;
    private BundleOperator operator;

    @BeforeAll
    static void train() {
        models = ChurnModels.train(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (harness != null) {
            harness.close();
        }
    }

    @Test
    void aReleaseThatIsPublishedTakesOverAtItsInstant() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        add(vector("a", T0 + 1_000));
        published.publish(release(2, ReleaseRole.ACTIVE, 1, T0 + 20_000));
        add(vector("a", T0 + 19_999), vector("b", T0 + 20_000), vector("late", T0 + 19_998));
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(1L, 1L, 2L, 1L);
        assertThat(published.verdicts().values())
                .as("on what it began with, and on what was published")
                .extracting(ReleaseVerdict::version, ReleaseVerdict::accepted)
                .containsExactlyInAnyOrder(tuple(1L, true), tuple(2L, true));
    }

    @Test
    void aReleaseIsVerifiedThoughNothingIsToBeScored() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        ModelRelease release = release(2, ReleaseRole.ACTIVE, 1, T0 + 20_000);
        published.publish(release);
        operator.processWatermark(new Watermark(T0 + 1));
        assertThat(published.awaitVerdict(release.id(), Duration.ofSeconds(30)))
                .hasValue(ReleaseVerdict.accept(release));
    }

    @Test
    void aReleaseWhoseDigestDiffersIsRefusedAndTheOldOneGoesOn() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(with("0".repeat(64)));
        add(vector("a", T0 + 30_000));
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(1L);
        ReleaseVerdict verdict = published.verdicts().get("x");
        assertThat(verdict.accepted()).isFalse();
        assertThat(verdict.reason()).contains("0".repeat(64)).doesNotContain("\n");
    }

    @Test
    void aVersionThatIsNotThereIsRefused() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(new ModelRelease(
                "x", "churn", 7, "0".repeat(64), folder.toString(), ReleaseRole.ACTIVE, 1, T0 + 20_000, T0, ""));
        add(vector("a", T0 + 30_000));
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(1L);
        assertThat(published.verdicts().get("x").reason()).contains("version 7");
    }

    @Test
    void aReleaseWithoutNoticeIsRefusedWhateverItsModelIsLike() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(new ModelRelease(
                "x", "churn", 2, digest(2), folder.toString(), ReleaseRole.ACTIVE, 1, T0 + 20_000, T0 + 15_000, ""));
        add(vector("a", T0 + 30_000));
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(1L);
        assertThat(published.verdicts().get("x").reason()).contains("at least 10 s");
    }

    @Test
    void aVerdictThatWasToldHoldsThoughTheModelWouldLoadNow() throws Exception {
        ModelRelease release = release(2, ReleaseRole.ACTIVE, 1, T0 + 20_000);
        published.publish(release);
        published.publish(ReleaseVerdict.refuse(release, "it was not there then"));
        open(models.release(1, Long.MIN_VALUE));
        add(vector("a", T0 + 30_000));
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(1L);
    }

    @Test
    void aModelThatAnotherVerifiedAndThatArrivesLaterIsWaitedFor(@TempDir Path slow) throws Exception {
        ModelRelease release = new ModelRelease(
                "x", "churn", 2, digest(2), slow.toString(), ReleaseRole.ACTIVE, 1, T0 + 20_000, T0, "");
        published.publish(release);
        published.publish(ReleaseVerdict.accept(release));
        open(models.release(1, Long.MIN_VALUE));
        Path to = slow.resolve("churn");
        CompletableFuture<Void> arrival = CompletableFuture.runAsync(
                () -> copy(folder.resolve("churn"), to), CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS));
        add(vector("a", T0 + 30_000));
        arrival.get();
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(2L);
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aCanaryAndAShadowCutNoBundleAndScoresKeepTheirOrder() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(release(2, ReleaseRole.CANARY, 0.3, T0 + 20_000));
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            users.add("user" + i);
            add(vector("user" + i, T0 + 20_000 + i));
        }
        assertThat(scores()).extracting(ScoreUpdate::userId).containsExactlyElementsOf(users);
        assertThat(scores())
                .extracting(PublishedReleasesTest::version)
                .containsOnly(1L, 2L)
                .contains(1L, 2L);
        assertThat(scores()).allSatisfy(score -> assertThat(score.role())
                .isEqualTo(version(score) == 2 ? ReleaseRole.CANARY : ReleaseRole.ACTIVE));
        long canaries = scores().stream().filter(score -> version(score) == 2).count();
        assertThat(scores()).allSatisfy(score -> assertThat(
                        (long) ((ShopperScore) score).headers().bundleRows())
                .isEqualTo(version(score) == 2 ? canaries : 50 - canaries));
    }

    @Test
    void aShadowScoresEverythingAndDecidesNothing() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(release(2, ReleaseRole.SHADOW, 1, T0 + 20_000));
        add(
                vector("a", T0 + 19_999),
                vector("b", T0 + 20_000),
                FeatureVector.erasure("b", T0 + 20_001, "churn"),
                vector("c", T0 + 20_002));
        assertThat(scores())
                .extracting(score -> score.userId() + (score instanceof ScoreErasure ? " erased" : " " + version(score))
                        + " " + score.role().id())
                .containsExactly(
                        "a 1 active",
                        "b 1 active",
                        "b 2 shadow",
                        "b erased active",
                        "b erased shadow",
                        "c 1 active",
                        "c 2 shadow");
        assertThat(scores())
                .filteredOn(ShopperScore.class::isInstance)
                .extracting(score -> ((ShopperScore) score).id())
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWasHeardOutlivesARestartWithoutTheTopic() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(release(2, ReleaseRole.ACTIVE, 1, T0 + 20_000));
        add(vector("a", T0 + 20_000));
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState state = harness.snapshot(1, 1);
        harness.close();
        harness = harness(new PublishedReleases(), models.release(1, Long.MIN_VALUE));
        harness.initializeState(state);
        harness.open();
        operator = (BundleOperator) harness.getOperator();
        add(vector("a", T0 + 19_999), vector("a", T0 + 20_000));
        assertThat(scores()).extracting(PublishedReleasesTest::version).containsExactly(1L, 2L);
    }

    @Test
    void aModelThatNobodyCanAskForIsClosed() throws Exception {
        open(models.release(1, Long.MIN_VALUE));
        published.publish(release(2, ReleaseRole.ACTIVE, 1, T0 + 20_000));
        add(vector("a", T0 + 19_999), vector("a", T0 + 20_000));
        int both = SharedModels.size();
        operator.processWatermark(
                new Watermark(T0 + 20_000 + Duration.ofHours(2).toMillis()));
        harness.prepareSnapshotPreBarrier(1);
        assertThat(SharedModels.size()).isEqualTo(both - 1);
    }

    private void open(ModelRelease initial) throws Exception {
        harness = harness(published, initial);
        harness.open();
        operator = (BundleOperator) harness.getOperator();
    }

    private static AbstractStreamOperatorTestHarness<ScoreUpdate> harness(PublishedReleases feed, ModelRelease initial)
            throws Exception {
        AbstractStreamOperatorTestHarness<ScoreUpdate> made = new AbstractStreamOperatorTestHarness<>(
                Scoring.factory(
                        Task.CHURN,
                        ChurnModels.PROFILE,
                        new BundleOptions(100, Duration.ofHours(1)),
                        List.of(initial),
                        feed),
                1,
                1,
                0);
        made.setup();
        return made;
    }

    private void add(FeatureVector... vectors) throws Exception {
        for (FeatureVector vector : vectors) {
            operator.processElement(new StreamRecord<>(vector, vector.asOfMillis()));
        }
    }

    private static long version(ScoreUpdate score) {
        return ((ShopperScore) score).origin().model().version();
    }

    private List<ScoreUpdate> scores() throws Exception {
        harness.prepareSnapshotPreBarrier(9);
        return harness.extractOutputValues();
    }

    private static ModelRelease with(String digest) {
        return new ModelRelease("x", "churn", 2, digest, folder.toString(), ReleaseRole.ACTIVE, 1, T0 + 20_000, T0, "");
    }

    private static ModelRelease release(long version, ReleaseRole role, double share, long from) {
        return new ModelRelease(
                version + "@" + from, "churn", version, digest(version), folder.toString(), role, share, from, T0, "");
    }

    private static String digest(long version) {
        return ModelDigest.of(
                        new ModelRepository(folder).version("churn", version).directory())
                .digest();
    }
}
