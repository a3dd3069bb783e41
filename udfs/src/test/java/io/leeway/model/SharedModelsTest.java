package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.TensorColumn.FloatColumn;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedModelsTest {

    private static final Map<String, TensorColumn> ROW = Map.of("x", new FloatColumn(new float[4], List.of(4)));

    @TempDir
    Path folder;

    @AfterEach
    void nothingStaysLoaded() {
        assertThat(SharedModels.size()).isZero();
    }

    @Test
    void oneInstanceServesUntilTheLastLeaseIsClosed() throws IOException {
        Path directory = TestModels.linear(folder.resolve("1"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), directory);
        SharedModels.Lease first = SharedModels.acquire(directory, LoadOptions.anyModel());
        SharedModels.Lease second = SharedModels.acquire(link, LoadOptions.anyModel());
        assertThat(second.model()).isSameAs(first.model());
        assertThat(SharedModels.size()).isEqualTo(1);

        first.close();
        first.close();
        assertThat(second.model().predict("score", ROW, 1)).containsKey("p");
        second.close();
        assertThatThrownBy(() -> second.model().predict("score", ROW, 1)).hasMessageContaining("found a closed one");

        try (SharedModels.Lease again = SharedModels.acquire(directory, LoadOptions.anyModel())) {
            assertThat(again.model()).isNotSameAs(second.model());
            assertThat(again.model().predict("score", ROW, 1)).containsKey("p");
        }
    }

    @Test
    void anotherDigestIsAnotherModel() {
        Path directory = TestModels.task(folder.resolve("churn/3"), Task.CHURN, 1);
        ManifestFile.seal(directory, TestModels.manifest(Task.CHURN));
        String before = ModelDigest.of(directory).digest();
        try (SharedModels.Lease first = SharedModels.acquire(directory, LoadOptions.released())) {
            TestModels.task(directory, Task.CHURN, 2);
            ManifestFile.seal(directory, TestModels.manifest(Task.CHURN));
            try (SharedModels.Lease second = SharedModels.acquire(directory, LoadOptions.released());
                    SharedModels.Lease third = SharedModels.acquire(
                            directory, LoadOptions.released().withDigest(before))) {
                assertThat(second.model()).isNotSameAs(first.model());
                assertThat(third.model()).isSameAs(first.model());
            }
        }
    }

    @Test
    void whoAsksForAnotherTaskIsRefusedAndHoldsNothing() {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        LoadOptions churn = LoadOptions.serving(Task.CHURN, TestModels.PROFILE);
        try (SharedModels.Lease lease = SharedModels.acquire(location, churn)) {
            assertThatThrownBy(() ->
                            SharedModels.acquire(location, LoadOptions.serving(Task.INTEREST, TestModels.PROFILE)))
                    .hasMessageContaining("expected a model for the task interest, found one for churn");
            assertThatThrownBy(() -> SharedModels.acquire(new ModelLocation("churn", 9, location.directory()), churn))
                    .hasMessageContaining("expected a manifest of churn version 9");
            assertThat(lease.model().signatures()).containsKey("score");
        }
    }

    @Test
    void manyThreadsLoadOnce() throws Exception {
        Path directory = TestModels.linear(folder.resolve("1"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<SharedModels.Lease>> leases = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                leases.add(threads.submit(() -> {
                    start.await();
                    return SharedModels.acquire(directory, LoadOptions.anyModel());
                }));
            }
            start.countDown();
            Set<SavedModel> models = new HashSet<>();
            for (Future<SharedModels.Lease> lease : leases) {
                models.add(lease.get().model());
            }
            assertThat(models).hasSize(1);
            for (Future<SharedModels.Lease> lease : leases) {
                lease.get().close();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aFailedLoadIsTriedAnew() throws IOException {
        Path directory = TestModels.linear(folder.resolve("1"));
        Path variables = directory.resolve("variables/variables.data-00000-of-00001");
        byte[] whole = Files.readAllBytes(variables);
        Files.write(variables, new byte[3]);
        assertThatThrownBy(() -> SharedModels.acquire(directory, LoadOptions.anyModel()))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected a SavedModel that TensorFlow loads");
        assertThat(SharedModels.size()).isZero();
        Files.write(variables, whole);
        SharedModels.acquire(directory, LoadOptions.anyModel()).close();
        assertThatThrownBy(() -> SharedModels.acquire(folder.resolve("nowhere"), LoadOptions.anyModel()))
                .hasMessageContaining("found nothing; give the folder of one version");
    }
}
