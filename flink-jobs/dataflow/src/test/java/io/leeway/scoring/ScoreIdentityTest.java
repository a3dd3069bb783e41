package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.FeatureVector;
import io.leeway.releases.ModelRelease;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Ids that were given out must come out again, in every later build: the expected ones were
 * computed outside Java.
 */
class ScoreIdentityTest {
    private static final long AS_OF = 1_767_225_600_000L;

    private final ScoreIdentity identity = new ScoreIdentity();

    @Test
    void anIdIsTheSameForEver() {
        assertThat(identity.id(vector("u1", AS_OF, 1, 0), release("churn", 1, 0)))
                .isEqualTo("5f6f8dbf03387e7d3e3e34137cfc2e8f");
    }

    @Test
    void aFeatureHashIsTheSameForEver() {
        assertThat(features(names(), new int[] {1, 0, -1}, numbers())).isEqualTo("1f9dd23fcfeec768");
    }

    @Test
    void whatIsNotPartOfAScoreDoesNotTouchItsId() {
        String id = identity.id(vector("u1", AS_OF, 1, 0), release("churn", 1, 0));
        assertThat(identity.id(vector("u1", AS_OF, 1, 99), release("churn", 1, 7)))
                .isEqualTo(id);
    }

    @Test
    void whatIsPartOfItMakesAnother() {
        List<String> ids = List.of(
                identity.id(vector("u1", AS_OF, 1, 0), release("churn", 1, 0)),
                identity.id(vector("u11", AS_OF, 1, 0), release("churn", 1, 0)),
                identity.id(vector("u1", AS_OF + 1, 1, 0), release("churn", 1, 0)),
                identity.id(vector("u1", AS_OF, 2, 0), release("churn", 1, 0)),
                identity.id(vector("u1", AS_OF, 1, 0), release("interest", 1, 0)),
                identity.id(vector("u1", AS_OF, 1, 0), release("churn", 11, 0)));
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids).allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void everyFeatureCounts() {
        Set<String> hashes = new HashSet<>();
        hashes.add(features(names(), new int[] {1, 0}, numbers()));
        hashes.add(features(names(), new int[] {0, 1}, numbers()));
        hashes.add(features(names(), new int[] {1, 0}, new float[] {-2f, 0.5f}));
        hashes.add(features(names(), new int[] {1, 0}, new float[] {0.5f, Math.nextUp(-2f)}));
        hashes.add(features(new String[] {"garden/tools", "baby"}, new int[] {1, 0}, numbers()));
        assertThat(hashes).hasSize(5);
    }

    /** Numbers are hashed four abreast: each of them and its place still counts. */
    @Test
    void everyNumberAndItsPlaceCounts() {
        Set<String> hashes = new HashSet<>();
        for (int place = 0; place < 11; place++) {
            float[] numbers = new float[11];
            numbers[place] = 1;
            hashes.add(features(names(), new int[0], numbers));
        }
        hashes.add(features(names(), new int[0], new float[11]));
        hashes.add(features(names(), new int[0], new float[12]));
        assertThat(hashes).hasSize(13);
    }

    private static String features(String[] dictionary, int[] ids, float[] numbers) {
        return ScoreIdentity.features(
                new FeatureVector("u1", AS_OF, 1, false, "interest", dictionary, ids, numbers, 0, 0));
    }

    private static String[] names() {
        return new String[] {"baby", "garden/tools"};
    }

    private static float[] numbers() {
        return new float[] {0.5f, -2f};
    }

    private static FeatureVector vector(String user, long asOf, int triggers, long wallClock) {
        return new FeatureVector(
                user,
                asOf,
                triggers,
                wallClock > 0,
                "churn",
                new String[0],
                new int[0],
                new float[0],
                wallClock,
                wallClock);
    }

    private static ModelRelease release(String model, long version, long effectiveFrom) {
        return new ModelRelease(model, version, "d" + effectiveFrom, "/l" + effectiveFrom, effectiveFrom);
    }
}
