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
    private final Words first = new Words();
    private final TaskMailboxImpl mailbox = new TaskMailboxImpl(Thread.currentThread());
    private final Bundler<String> bundler = new Bundler<>(
            "bundler-test",
            time,
            new MailboxExecutorImpl(mailbox, TaskMailbox.MIN_PRIORITY, StreamTaskActionExecutor.IMMEDIATE),
            new BundleOptions(3, LINGER),
            out::add,
            mark -> out.add(mark.getTimestamp()));

    /** Answers each word with the instant of the answer. */
    private static final class Words implements Bundle<String> {
        private final CountDownLatch mayCall = new CountDownLatch(1);
        private List<String> words = new ArrayList<>();
        private boolean waits;
        private boolean fails;

        @Override
        public int rows() {
            return words.size();
        }

        @Override
        public BundleCall<String> close() {
            List<String> closed = words;
            words = new ArrayList<>();
            return new BundleCall<>() {
                @Override
                public void call() {
                    if (fails) {
                        throw new IllegalArgumentException("no answer");
                    }
                    if (waits) {
                        awaitLatch();
                    }
                }

                @Override
                public void answer(long nowMillis, Consumer<String> to) {
                    closed.forEach(word -> to.accept(word + "@" + nowMillis));
                }
            };
        }

        private void awaitLatch() {
            try {
                mayCall.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @BeforeEach
    void begin() throws Exception {
        at(1_000);
    }

    @AfterEach
    void end() {
        first.mayCall.countDown();
        bundler.close();
    }

    @Test
    void aBundleClosesAtItsSizeAndTheNextBegins() throws Exception {
        add(first, "a", "b");
        assertThat(out).isEmpty();
        add(first, "c", "d");
        answered();
        assertThat(out).containsExactly("a@1000", "b@1000", "c@1000");
        bundler.drain();
        assertThat(out).hasSize(4).endsWith("d@1000");
    }

    @Test
    void theFirstRowsLingerClosesIt() throws Exception {
        add(first, "a");
        at(1_019);
        add(first, "b");
        assertThat(out).isEmpty();
        at(1_020);
        answered();
        assertThat(out).containsExactly("a@1020", "b@1020");
    }

    @Test
    void aBundleThatOpensWhileATimerWaitsHasItsOwnLinger() throws Exception {
        add(first, "a");
        bundler.drain();
        at(1_015);
        add(first, "b");
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
            add(first, "a", "b", "c", "d");
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
        add(first, "a");
        bundler.mark(new Watermark(2));
        bundler.mark(new Watermark(3));
        add(first, "b");
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
        add(first, "a");
        at(1_005);
        add(first, "b");
        at(1_007);
        bundler.drain();
        assertThat(bundler.waitMillis().count()).isOne();
        assertThat(bundler.waitMillis().max()).isEqualTo(7);
        bundler.drain();
        assertThat(bundler.waitMillis().count()).as("nothing waited").isOne();
    }

    @Test
    void theNextBundleIsCollectedWhileOneIsCalledAndAllStaysInOrder() throws Exception {
        first.waits = true;
        add(first, "a", "b", "c");
        bundler.mark(new Watermark(1));
        add(first, "d", "e");
        bundler.mark(new Watermark(2));
        assertThat(out).as("the call has not returned").isEmpty();
        first.mayCall.countDown();
        bundler.drain();
        assertThat(out).containsExactly("a@1000", "b@1000", "c@1000", 1L, "d@1000", "e@1000", 2L);
    }

    @Test
    void aCallThatFailsFailsTheTask() throws Exception {
        first.fails = true;
        add(first, "a");
        assertThatThrownBy(bundler::drain)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no answer");
    }

    /** Also when nobody waits for it: the task hears of it by its mailbox. */
    @Test
    void aCallThatFailsAloneIsHeardOf() throws Exception {
        first.fails = true;
        add(first, "a");
        at(1_020);
        assertThatThrownBy(this::answered).hasMessageContaining("no answer");
    }

    /** Awaits the mail of one call and does what it says. */
    private void answered() throws Exception {
        mailbox.take(TaskMailbox.MIN_PRIORITY).run();
    }

    private void add(Words bundle, String... words) throws InterruptedException {
        for (String word : words) {
            bundle.words.add(word);
            bundler.added(bundle);
        }
    }

    private void at(long millis) throws Exception {
        time.setCurrentTime(millis);
    }
}
