package io.leeway.sources.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A task polls again when an answer completes: one that does not is a source that hangs. */
class ReaderAvailabilityTest {
    private final ReaderAvailability availability = new ReaderAvailability();
    private final CompletableFuture<Void> records = new CompletableFuture<>();

    @Test
    void recordsThatAreThereAreAnsweredAtOnce() {
        CompletableFuture<Void> there = CompletableFuture.completedFuture(null);
        assertThat(availability.of(there)).isSameAs(there);
    }

    @Test
    void recordsThatArriveCompleteTheAnswer() {
        CompletableFuture<Void> answer = availability.of(records);
        assertThat(answer).isNotDone();
        records.complete(null);
        assertThat(answer).isCompleted();
    }

    @Test
    void workOfTheReadersOwnCompletesTheAnswerAndNotTheRecords() {
        CompletableFuture<Void> answer = availability.of(records);
        availability.wake();
        assertThat(answer).isCompleted();
        assertThat(records).isNotDone();
    }

    /** Else a task polls without end. */
    @Test
    void afterAWakeTheNextAnswerWaitsAgain() {
        availability.of(records);
        availability.wake();
        CompletableFuture<Void> next = availability.of(records);
        assertThat(next).isNotDone();
        availability.wake();
        assertThat(next).isCompleted();
        CompletableFuture<Void> last = availability.of(records);
        records.complete(null);
        assertThat(last).isCompleted();
    }

    /** Else each poll would leave another callback on the wrapped reader's future. */
    @Test
    void theSameWaitIsAnsweredByTheSameFuture() {
        CompletableFuture<Void> answer = availability.of(records);
        assertThat(availability.of(records)).isSameAs(answer);
        assertThat(records.getNumberOfDependents()).isOne();
    }

    @Test
    void anotherWaitOfTheWrappedReaderIsFollowed() {
        availability.of(records);
        CompletableFuture<Void> later = new CompletableFuture<>();
        CompletableFuture<Void> answer = availability.of(later);
        records.complete(null);
        assertThat(answer).isNotDone();
        later.complete(null);
        assertThat(answer).isCompleted();
    }
}
