package io.leeway.releases;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.ReleaseRole;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who decides when, against a reference that plays the releases one by one. */
class ReleasePlanTest {
    private static final String DIGEST = "0".repeat(64);

    @Test
    void theLatestActiveReleaseDecides() {
        ReleasePlan plan = plan(
                new ModelRelease("churn", 1, "", "/models", Long.MIN_VALUE),
                release(2, ReleaseRole.ACTIVE, 100),
                release(3, ReleaseRole.ACTIVE, 200));
        assertThat(decider(plan, 99, "a")).hasValue(1L);
        assertThat(decider(plan, 100, "a")).hasValue(2L);
        assertThat(decider(plan, 199, "a")).hasValue(2L);
        assertThat(decider(plan, 200, "a")).hasValue(3L);
        assertThat(plan.changesAfter(100)).isEqualTo(200);
        assertThat(plan.changesAfter(200)).isEqualTo(Long.MAX_VALUE);
        assertThat(plan.decidingSince(150)).isEqualTo(100);
    }

    @Test
    void nobodyDecidesBeforeTheFirstRelease() {
        ReleasePlan plan = plan(release(2, ReleaseRole.ACTIVE, 100));
        assertThat(decider(plan, 99, "a")).isEmpty();
    }

    @Test
    void aRollbackIsANewRelease() {
        ReleasePlan plan = plan(
                release(1, ReleaseRole.ACTIVE, 0),
                release(2, ReleaseRole.ACTIVE, 100),
                release(1, ReleaseRole.ACTIVE, 150));
        assertThat(decider(plan, 149, "a")).hasValue(2L);
        assertThat(decider(plan, 150, "a")).hasValue(1L);
    }

    @Test
    void aCanaryTakesItsShareAndAlwaysTheSameUsers() {
        ReleasePlan plan = plan(release(1, ReleaseRole.ACTIVE, 0), canary(2, 0.2, 100), canary(3, 0.2, 200));
        List<String> second = new ArrayList<>();
        List<String> third = new ArrayList<>();
        for (int user = 0; user < 10_000; user++) {
            String name = "u" + user;
            if (decider(plan, 100, name).orElseThrow() == 2) {
                second.add(name);
            }
            if (decider(plan, 200, name).orElseThrow() == 3) {
                third.add(name);
            }
            assertThat(decider(plan, 150, name)).isEqualTo(decider(plan, 100, name));
        }
        // Six standard deviations of a binomial count.
        assertThat(second).hasSizeBetween(1_760, 2_240);
        assertThat(third).hasSizeBetween(1_760, 2_240);
        third.retainAll(second);
        assertThat(third).as("another canary takes others").hasSizeBetween(280, 520);
    }

    @Test
    void aCanaryEndsWhenItIsRetiredOrBecomesActive() {
        ReleasePlan retired =
                plan(release(1, ReleaseRole.ACTIVE, 0), canary(2, 1, 100), release(2, ReleaseRole.RETIRED, 200));
        assertThat(decider(retired, 199, "a")).hasValue(2L);
        assertThat(decider(retired, 200, "a")).hasValue(1L);
        ReleasePlan active =
                plan(release(1, ReleaseRole.ACTIVE, 0), canary(2, 0.5, 100), release(2, ReleaseRole.ACTIVE, 200));
        assertThat(active.at(200).canary()).isNull();
        assertThat(decider(active, 200, "a")).hasValue(2L);
    }

    @Test
    void ofOneInstantTheLaterPublicationCounts() {
        ModelRelease first = published(2, 100, 10);
        ModelRelease second = published(3, 100, 20);
        assertThat(decider(plan(first, second), 100, "a")).hasValue(3L);
        assertThat(decider(plan(second, first), 100, "a")).hasValue(3L);
    }

    @Test
    void allThatServeInASpanAreNamed() {
        ReleasePlan plan = plan(
                release(1, ReleaseRole.ACTIVE, 0),
                release(2, ReleaseRole.SHADOW, 100),
                release(3, ReleaseRole.ACTIVE, 200));
        assertThat(plan.serving(50, 99)).extracting(ModelRelease::version).containsExactly(1L);
        assertThat(plan.serving(50, 200)).extracting(ModelRelease::version).containsExactly(1L, 2L, 3L);
        assertThat(plan.serving(200, 300)).extracting(ModelRelease::version).containsExactly(3L, 2L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void thePlanIsThatOfTheReferenceInWhateverOrderReleasesAreHeardOf(long seed) {
        Random random = new Random(seed);
        List<ModelRelease> releases = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ReleaseRole role = ReleaseRole.values()[random.nextInt(4)];
            long from = random.nextInt(40);
            releases.add(new ModelRelease(
                    "r" + i, "churn", 1 + random.nextInt(5), DIGEST, "/m", role, random.nextDouble(), from, i, ""));
        }
        List<ModelRelease> shuffled = new ArrayList<>(releases);
        Collections.shuffle(shuffled, random);
        ReleasePlan plan = ReleasePlan.of("churn", shuffled);
        for (long asOf = -1; asOf < 45; asOf++) {
            long[] expected = reference(releases, asOf);
            ReleasePlan.Deciders found = plan.at(asOf);
            assertThat(new long[] {version(found.active()), version(found.canary()), version(found.shadow())})
                    .as("as of %s", asOf)
                    .isEqualTo(expected);
        }
    }

    /**
     * Active, canary and shadow, 0 for none: the releases are in the order of their publication.
     */
    private static long[] reference(List<ModelRelease> releases, long asOf) {
        long[] serving = new long[3];
        for (long time = 0; time <= asOf; time++) {
            for (ModelRelease release : releases) {
                if (release.effectiveFromMillis() == time) {
                    for (int place = 1; place < 3; place++) {
                        if (serving[place] == release.version()) {
                            serving[place] = 0;
                        }
                    }
                    if (release.role() != ReleaseRole.RETIRED) {
                        serving[release.role().ordinal()] = release.version();
                    }
                }
            }
        }
        return serving;
    }

    private static ReleasePlan plan(ModelRelease... releases) {
        return ReleasePlan.of("churn", List.of(releases));
    }

    private static Optional<Long> decider(ReleasePlan plan, long asOf, String user) {
        return plan.at(asOf).decider(user).map(ModelRelease::version);
    }

    private static long version(ModelRelease release) {
        return release == null ? 0 : release.version();
    }

    private static ModelRelease release(long version, ReleaseRole role, long from) {
        return new ModelRelease(version + "@" + from, "churn", version, DIGEST, "/m", role, 1, from, from, "");
    }

    private static ModelRelease canary(long version, double share, long from) {
        return new ModelRelease(
                version + "@" + from, "churn", version, DIGEST, "/m", ReleaseRole.CANARY, share, from, from, "");
    }

    private static ModelRelease published(long version, long from, long at) {
        return new ModelRelease(
                version + "@" + from, "churn", version, DIGEST, "/m", ReleaseRole.ACTIVE, 1, from, at, "");
    }
}
