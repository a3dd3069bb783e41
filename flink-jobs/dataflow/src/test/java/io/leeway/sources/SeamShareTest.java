package io.leeway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.operators.OperatorFactory;
import io.leeway.records.HistoryException;
import io.leeway.records.SourceRecord;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the intake does where live events lie before the seam. */
class SeamShareTest {
    private static final Instant SEAM = Instant.parse("2099-12-31T00:00:00Z");
    private static final Duration LATENESS = Duration.ofMinutes(10);
    private static final Instant TODAY = Instant.parse("2026-03-01T12:00:00Z");

    private final EventDecoder decoder = new EventDecoder(SEAM, LATENESS);
    private OneInputStreamOperatorTestHarness<SourceRecord, SourceRecord> harness;

    @BeforeEach
    void open() throws Exception {
        open(SourceOptions.MAX_BEFORE_SEAM);
    }

    private void open(double most) throws Exception {
        SeamShare.Limit limit = new SeamShare.Limit(SEAM, LATENESS.toMillis(), most);
        harness = new OneInputStreamOperatorTestHarness<>(new OperatorFactory<SourceRecord, SourceRecord>(
                IntakeOperator.class, parameters -> new IntakeOperator(parameters, limit, null)));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    /** One event dated 2099 in a file of history, and each live event is passed over. */
    @Test
    void aSeamThatAWildDateHasMovedEndsTheJob() throws Exception {
        add(999, TODAY, TODAY);
        assertThatThrownBy(() -> add(1, TODAY.plusSeconds(5), TODAY.plusSeconds(5)))
                .isInstanceOf(SuppressRestartsException.class)
                .cause()
                .isInstanceOf(HistoryException.class)
                .hasMessageContaining(
                        "Expected at most 500 of the first 1000 live events before the seam 2099-12-31T00:00:00Z, found 1000,"
                                + " from 2026-03-01T12:00:00Z to 2026-03-01T12:00:05Z")
                .hasMessageContaining("`leeway import --not-after`")
                .hasMessageContaining("--max-before-seam");
    }

    /** Reading begins a while before the seam: however much comes there is history's. */
    @Test
    void recordsFromAroundTheSeamDoNotCount() {
        assertThatCode(() -> {
                    add(5_000, SEAM.minusSeconds(60), SEAM.minusSeconds(30));
                    add(5_000, SEAM.minusSeconds(60), SEAM.plusSeconds(30));
                })
                .doesNotThrowAnyException();
    }

    @Test
    void afterTheSeamHalfOfThemMayBeOfBefore() throws Exception {
        Instant later = SEAM.plus(Duration.ofHours(1));
        add(500, SEAM.minusSeconds(1), later);
        add(500, later, later);
        assertThatCode(() -> add(5_000, SEAM.minusSeconds(1), later))
                .as("only the first are looked at")
                .doesNotThrowAnyException();
    }

    @Test
    void oneMoreThanHalfIsTooMuch() throws Exception {
        Instant later = SEAM.plus(Duration.ofHours(1));
        add(501, SEAM.minusSeconds(1), later);
        assertThatThrownBy(() -> add(499, later, later)).hasRootCauseInstanceOf(HistoryException.class);
    }

    @Test
    void withAShareOfOneNothingIsRefused() throws Exception {
        harness.close();
        open(1);
        assertThatCode(() -> add(5_000, TODAY, TODAY)).doesNotThrowAnyException();
    }

    @Test
    void heartbeatsHistoryAndDeadLettersDoNotCount() throws Exception {
        add(999, TODAY, TODAY);
        harness.processElement(SourceRecord.heartbeat(TODAY.toEpochMilli()), 0);
        harness.processElement(decoder.live("{".getBytes(UTF_8), TODAY.toEpochMilli(), 0, "topic t"), 0);
        harness.processElement(decoder.history(view(TODAY), 0, "file f"), 0);
        assertThatThrownBy(() -> add(1, TODAY, TODAY)).hasRootCauseInstanceOf(HistoryException.class);
    }

    private void add(int events, Instant time, Instant recordTime) throws Exception {
        for (int i = 0; i < events; i++) {
            harness.processElement(decoder.live(view(time), recordTime.toEpochMilli(), 0, "topic t"), 0);
        }
    }

    private static byte[] view(Instant time) {
        return ("{\"id\":\"e1\",\"type\":\"view\",\"user\":\"u1\",\"time\":\"" + time + "\"}").getBytes(UTF_8);
    }
}
