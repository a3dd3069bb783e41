package io.leeway.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a bundle closes and what waits behind it, by a clock that a test moves. */
class BundlerTest {
    private static final Duration LINGER = Duration.ofMillis(20);

    private final TestProcessingTimeService time = new TestProcessingTimeService();
    private final List<Object> out = new ArrayList<>();
    private final Words first = new Words();
    private final Words second = new Words();
    private final Bundler<String> bundler =
            new Bundler<>(time, new BundleOptions(3, LINGER), out::add, mark -> out.add(mark.getTimestamp()));

    /** Answers each word with the instant of the answer. */
    private static final class Words implements Bundle<String> {
        private final List<String> words = new ArrayList<>();

        @Override
        public int rows() {
            return words.size();
        }

        @Override
        public void answer(LongSupplier clock, Consumer<String> out) {
            words.forEach(word -> out.accept(word + "@" + clock.getAsLong()));
            words.clear();
        }
    }

    @BeforeEach
    void begin() throws Exception {
        at(1_000);
    }

    @Test
    void aBundleClosesAtItsSizeAndTheNextBegins() throws Exception {
        add(first, "a", "b");
        assertThat(out).isEmpty();
        add(first, "c", "d");
        assertThat(out).containsExactly("a@1000", "b@1000", "c@1000");
        bundler.flush();
        assertThat(out).hasSize(4).endsWith("d@1000");
    }

    @Test
    void theFirstRowsLingerClosesIt() throws Exception {
        add(first, "a");
        at(1_019);
        add(first, "b");
        assertThat(out).isEmpty();
        at(1_020);
        assertThat(out).containsExactly("a@1020", "b@1020");
    }

    @Test
    void aBundleThatOpensWhileATimerWaitsHasItsOwnLinger() throws Exception {
        add(first, "a");
        bundler.flush();
        at(1_015);
        add(first, "b");
        at(1_020);
        assertThat(out).containsExactly("a@1000");
        at(1_034);
        assertThat(out).hasSize(1);
        at(1_035);
        assertThat(out).containsExactly("a@1000", "b@1035");
    }

    /** One timer a row would be the dearest part of a bundle. */
    @Test
    void atMostOneTimerWaits() throws Exception {
        for (int i = 0; i < 10; i++) {
            add(first, "a", "b", "c", "d");
            bundler.flush();
            assertThat(time.getNumActiveTimers()).isOne();
        }
        at(2_000);
        assertThat(time.getNumActiveTimers()).isZero();
    }

    @Test
    void rowsOfAnotherBundleCloseTheOpenOne() throws Exception {
        add(first, "a");
        bundler.turnTo(first);
        add(first, "b");
        assertThat(out).isEmpty();
        add(second, "x");
        assertThat(out).containsExactly("a@1000", "b@1000");
        add(first, "c");
        assertThat(out).endsWith("x@1000");
        bundler.flush();
        assertThat(out).containsExactly("a@1000", "b@1000", "x@1000", "c@1000");
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
        bundler.flush();
        assertThat(out).containsExactly(1L, "a@1000", "b@1000", 3L);
        bundler.flush();
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
        bundler.flush();
        assertThat(bundler.waitMillis().count()).isOne();
        assertThat(bundler.waitMillis().max()).isEqualTo(7);
        bundler.flush();
        assertThat(bundler.waitMillis().count()).as("nothing waited").isOne();
    }

    private void add(Words bundle, String... words) {
        for (String word : words) {
            bundler.turnTo(bundle);
            bundle.words.add(word);
            bundler.added(bundle);
        }
    }

    private void at(long millis) throws Exception {
        time.setCurrentTime(millis);
    }
}
