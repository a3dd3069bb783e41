package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.model.ModelException;
import io.leeway.records.ReleaseRole;
import io.leeway.releases.ModelRelease;
import io.leeway.releases.ReleaseVerdict;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When models are tried; real ones are loaded in the operator's tests. */
@Timeout(60)
class ScorerLoadsTest {
    private final BlockingQueue<ReleaseVerdict> verdicts = new LinkedBlockingQueue<>();

    /** The brokers may lose the verdict, so that the release is looked at again. */
    @Test
    void aReleaseThatWasRefusedIsTriedAgainAndNeverLoadedUntried() throws Exception {
        AtomicInteger tried = new AtomicInteger();
        AtomicInteger loaded = new AtomicInteger();
        try (ScorerLoads loads = new ScorerLoads(
                "churn",
                release -> {
                    loaded.incrementAndGet();
                    throw new ModelException("There is no model here");
                },
                release -> {
                    tried.incrementAndGet();
                    return Optional.of("Expected a model that ends, found none");
                })) {
            for (int i = 0; i < 2; i++) {
                loads.beginTried(release("a"), verdicts::add);
                assertThat(verdicts.take().reason()).isEqualTo("Expected a model that ends, found none");
            }
        }
        assertThat(tried).hasValue(2);
        assertThat(loaded).hasValue(0);
    }

    @Test
    void noLoadWaitsBehindATrialAndClosingEndsIt() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (ScorerLoads loads = new ScorerLoads(
                "churn",
                release -> {
                    throw new ModelException("There is no model here");
                },
                release -> {
                    begun.countDown();
                    try {
                        never.await();
                    } catch (InterruptedException ended) {
                        throw new IllegalStateException(ended);
                    }
                    return Optional.empty();
                })) {
            loads.beginTried(release("endless"), verdicts::add);
            begun.await();
            loads.begin(release("rollback"), verdicts::add);
            assertThat(verdicts.take().releaseId()).isEqualTo("rollback");
        }
    }

    private static ModelRelease release(String id) {
        return new ModelRelease(
                id,
                "churn",
                2,
                "a".repeat(64),
                "models",
                ReleaseRole.ACTIVE,
                1,
                2_000_000_000_000L,
                1_900_000_000_000L,
                "");
    }
}
