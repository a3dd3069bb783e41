package io.leeway.model.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LeasePoolTest {
    private final List<String> freed = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final LeasePool<String, String> pool =
            new LeasePool<>(freed::add, (key, cause) -> new IllegalStateException("No " + key, cause));

    @Test
    void isLoadedOnceAndFreedWithTheLastLease() {
        Lease<String> first = pool.acquire("a", this::load);
        Lease<String> second = pool.acquire("a", this::load);
        assertThat(second.value()).isSameAs(first.value());
        first.close();
        first.close();
        assertThat(freed).isEmpty();
        second.close();
        assertThat(freed).containsExactly("value 1");
        assertThat(pool.size()).isZero();
    }

    @Test
    void isLoadedAgainAfterItWasFreed() {
        pool.acquire("a", this::load).close();
        try (Lease<String> again = pool.acquire("a", this::load)) {
            assertThat(again.value()).isEqualTo("value 2");
        }
        assertThat(freed).containsExactly("value 1", "value 2");
    }

    @Test
    void eachKeyHasItsOwn() {
        try (Lease<String> one = pool.acquire("a", this::load);
                Lease<String> other = pool.acquire("b", this::load)) {
            assertThat(one.value()).isNotEqualTo(other.value());
            assertThat(pool.size()).isEqualTo(2);
        }
        assertThat(pool.size()).isZero();
    }

    @Test
    void aFailedLoadIsNotKeptAndFreesNothing() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> pool.acquire("a", () -> {
                    throw new IOException("disk full");
                }))
                .withMessage("No a")
                .withCauseInstanceOf(IOException.class);
        assertThat(pool.size()).isZero();
        assertThat(freed).isEmpty();
        try (Lease<String> lease = pool.acquire("a", this::load)) {
            assertThat(lease.value()).isEqualTo("value 1");
        }
    }

    @Test
    void thoseThatAskWhileItIsLoadedShareThatLoad() throws Exception {
        CountDownLatch isLoading = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<Lease<String>> first = threads.submit(() -> pool.acquire("a", () -> {
                isLoading.countDown();
                mayEnd.await();
                return load();
            }));
            assertThat(isLoading.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Lease<String>> second = threads.submit(() -> pool.acquire("a", this::load));
            // A load of another key does not wait for it.
            pool.acquire("b", () -> "other").close();
            mayEnd.countDown();
            try (Lease<String> one = first.get();
                    Lease<String> other = second.get()) {
                assertThat(one.value()).isSameAs(other.value());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(loads).hasValue(1);
        assertThat(freed).containsExactly("other", "value 1");
    }

    private String load() {
        return "value " + loads.incrementAndGet();
    }
}
