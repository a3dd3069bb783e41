package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.StreamTaskActionExecutor;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.streaming.runtime.tasks.mailbox.MailboxExecutorImpl;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a bundle closes and what waits behind it, by a clock that a test moves. */
class BundlerTest {
    private static final Duration LINGER = Duration.ofMillis(20);

    private final TestProcessingTimeService time = new TestProcessingTimeService();
    private final List<Object> out = new ArrayList<>();
    private final CountDownLatch mayCall = new CountDownLatch(1);
    private boolean waits;
    private boolean fails;
    private final TaskMailboxImpl mailbox = new TaskMailboxImpl(Thread.currentThread());
    private final Bundler<String, Words> bundler = new Bundler<>(
            "bundler-test",
            time,
            new MailboxExecutorImpl(mailbox, TaskMailbox.MIN_PRIORITY, StreamTaskActionExecutor.IMMEDIATE),
            new BundleOptions(3, LINGER).withCallTime(Duration.ofMillis(30)),
            this::words,
            out::add,
            mark -> out.add(mark.getTimestamp()));

    /** Answers each word with the instant of the answer. */
    private final class Words implements Bundle<String> {
        private final List<String> words = new ArrayList<>();

        @Override
        public int rows() {
            return words.size();
        }

        @Override
        public void call() {
            if (fails) {
                throw new IllegalArgumentException("no answer");
            }
            try {
                if (waits && words.contains("a")) {
                    mayCall.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void answer(long nowMillis, Consumer<String> to) {
            words.forEach(word -> to.accept(word + "@" + nowMillis));
        }

        @Override
        public void abandon() {
            words.replaceAll(word -> word + " abandoned");
        }

        @Override
        public void clear() {
            words.clear();
        }
    }

    @BeforeEach
    void begin() throws Exception {
        at(1_000);
    }

    @AfterEach
    void end() {
        mayCall.countDown();
        bundler.close();
    }

    @Test
    void aBundleClosesAtItsSizeAndTheNextBegins() throws Exception {
        add("a", "b");
        assertThat(out).isEmpty();
        add("c", "d");
        answered();
        assertThat(out).containsExactly("a@1000", "b@1000", "c@1000");
        bundler.drain();
        assertThat(out).hasSize(4).endsWith("d@1000");
    }

    @Test
    void theFirstRowsLingerClosesIt() throws Exception {
        add("a");
        at(1_019);
        add("b");
        assertThat(out).isEmpty();
        at(1_020);
        answered();
        assertThat(out).containsExactly("a@1020", "b@1020");
    }

    @Test
    void aBundleThatOpensWhileATimerWaitsHasItsOwnLinger() throws Exception {
        add("a");
        bundler.drain();
        at(1_015);
        add("b");
        at(1_020);
        assertThat(out).containsExactly("a@1000");
        at(1_034);
        assertThat(out).hasSize(1);
        at(1_035);
        answered();
        answered();
        assertThat(out).containsExactly("a@1000", "b@1035");
    }

    /** One timer a row would be the dearest part of a bundle. */
    @Test
    void atMostOneTimerWaits() throws Exception {
        for (int i = 0; i < 10; i++) {
            add("a", "b", "c", "d");
            bundler.drain();
            assertThat(time.getNumActiveTimers()).isOne();
        }
        at(2_000);
        assertThat(time.getNumActiveTimers()).isZero();
    }

    @Test
    void aWatermarkWaitsBehindTheRowsBeforeItAndOvertakesNone() throws Exception {
        bundler.mark(new Watermark(1));
        assertThat(out).containsExactly(1L);
        add("a");
        bundler.mark(new Watermark(2));
        bundler.mark(new Watermark(3));
        add("b");
        assertThat(out).containsExactly(1L);
        bundler.drain();
        assertThat(out).containsExactly(1L, "a@1000", "b@1000", 3L);
        bundler.drain();
        assertThat(out).as("it leaves once").hasSize(4);
        bundler.mark(new Watermark(4));
        assertThat(out).endsWith(4L);
    }

    /** What the metric and the latency's target speak of: from the first row to the call. */
    @Test
    void theWaitIsThatOfTheFirstRow() throws Exception {
        add("a");
        at(1_005);
        add("b");
        at(1_007);
        bundler.drain();
        assertThat(bundler.waitMillis().count()).isOne();
        assertThat(bundler.waitMillis().quantile(1)).isEqualTo(7);
        bundler.drain();
        assertThat(bundler.waitMillis().count()).as("nothing waited").isOne();
    }

    @Test
    void theNextBundleIsCollectedWhileOneIsCalledAndAllStaysInOrder() throws Exception {
        waits = true;
        add("a", "b", "c");
        bundler.mark(new Watermark(1));
        add("d", "e");
        bundler.mark(new Watermark(2));
        assertThat(out).as("the call has not returned").isEmpty();
        mayCall.countDown();
        bundler.drain();
        assertThat(out).containsExactly("a@1000", "b@1000", "c@1000", 1L, "d@1000", "e@1000", 2L);
    }

    @Test
    void aCallThatDoesNotEndIsLeftAndTheNextIsCalled() throws Exception {
        waits = true;
        add("a", "b", "c");
        bundler.mark(new Watermark(1));
        add("d", "e", "f");
        add("g");
        assertThat(out).containsExactly("a abandoned@1000", "b abandoned@1000", "c abandoned@1000", 1L);
        bundler.drain();
        assertThat(out).endsWith("d@1000", "e@1000", "f@1000", "g@1000");
    }

    @Test
    void aCallThatFailsFailsTheTask() throws Exception {
        fails = true;
        add("a");
        assertThatThrownBy(bundler::drain)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no answer");
    }

    /** Also when the task does not wait for it: the failure arrives by its mailbox. */
    @Test
    void aCallThatFailsAloneFailsTheTask() throws Exception {
        fails = true;
        add("a");
        at(1_020);
        assertThatThrownBy(this::answered).hasMessageContaining("no answer");
    }

    /** Awaits the mail of one call and does what it says. */
    private void answered() throws Exception {
        mailbox.take(TaskMailbox.MIN_PRIORITY).run();
    }

    private Words words() {
        return new Words();
    }

    private void add(String... words) throws InterruptedException {
        for (String word : words) {
            bundler.open().words.add(word);
            bundler.added();
        }
    }

    private void at(long millis) throws Exception {
        time.setCurrentTime(millis);
    }
}
