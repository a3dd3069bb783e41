package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.lease.Lease;
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

    private static final Map<String, TensorColumn> ROW = Map.of("x", new TensorColumn(new float[4], List.of(4)));

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
        Lease<SavedModel> first = SharedModels.acquire(directory, LoadOptions.anyModel());
        Lease<SavedModel> second = SharedModels.acquire(link, LoadOptions.anyModel());
        assertThat(second.value()).isSameAs(first.value());
        assertThat(SharedModels.size()).isEqualTo(1);

        first.close();
        first.close();
        assertThat(second.value().predict("score", ROW, 1)).containsKey("p");
        second.close();
        assertThatThrownBy(() -> second.value().predict("score", ROW, 1)).hasMessageContaining("found a closed one");

        try (Lease<SavedModel> again = SharedModels.acquire(directory, LoadOptions.anyModel())) {
            assertThat(again.value()).isNotSameAs(second.value());
            assertThat(again.value().predict("score", ROW, 1)).containsKey("p");
        }
    }

    @Test
    void anotherDigestIsAnotherModel() {
        Path directory = TestModels.task(folder.resolve("churn/3"), Task.CHURN, 1);
        ManifestFile.seal(directory, TestModels.manifest(Task.CHURN));
        String before = ModelDigest.of(directory).digest();
        try (Lease<SavedModel> first = SharedModels.acquire(directory, LoadOptions.released())) {
            TestModels.task(directory, Task.CHURN, 2);
            ManifestFile.seal(directory, TestModels.manifest(Task.CHURN));
            try (Lease<SavedModel> second = SharedModels.acquire(directory, LoadOptions.released());
                    Lease<SavedModel> third = SharedModels.acquire(
                            directory, LoadOptions.released().withDigest(before))) {
                assertThat(second.value()).isNotSameAs(first.value());
                assertThat(third.value()).isSameAs(first.value());
            }
        }
    }

    @Test
    void whoAsksForAnotherTaskIsRefusedAndHoldsNothing() {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        LoadOptions churn = LoadOptions.serving(Task.CHURN, TestModels.PROFILE);
        try (Lease<SavedModel> lease = SharedModels.acquire(location, churn)) {
            assertThatThrownBy(() ->
                            SharedModels.acquire(location, LoadOptions.serving(Task.INTEREST, TestModels.PROFILE)))
                    .hasMessageContaining("expected a model for the task interest, found one for churn");
            assertThatThrownBy(() -> SharedModels.acquire(new ModelLocation("churn", 9, location.directory()), churn))
                    .hasMessageContaining("expected a manifest of churn version 9");
            assertThat(lease.value().signatures()).containsKey("score");
        }
    }

    @Test
    void manyThreadsLoadOnce() throws Exception {
        Path directory = TestModels.linear(folder.resolve("1"));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Lease<SavedModel>>> leases = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                leases.add(threads.submit(() -> {
                    start.await();
                    return SharedModels.acquire(directory, LoadOptions.anyModel());
                }));
            }
            start.countDown();
            Set<SavedModel> models = new HashSet<>();
            for (Future<Lease<SavedModel>> lease : leases) {
                models.add(lease.get().value());
            }
            assertThat(models).hasSize(1);
            for (Future<Lease<SavedModel>> lease : leases) {
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
