package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.leeway.records.SinkRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long WATERMARK =
            Instant.parse("2026-03-01T12:00:00.123Z").toEpochMilli();

    @Test
    void aTombstoneWithAHeaderThatReadersOfScoresPassOver() {
        ProducerRecord<byte[], byte[]> sent =
                Progress.producerRecord("shop.leeway.scores.churn", new Progress(1, 4, WATERMARK).to(Topics.CHURN, 7));
        assertThat(sent).isNotNull();
        assertThat(sent.topic()).isEqualTo("shop.leeway.scores.churn");
        assertThat(sent.partition()).isEqualTo(7);
        assertThat(sent.value()).isNull();
        // Written now: retention counts from there.
        assertThat(sent.timestamp()).isNull();
        assertThat(new String(sent.key(), StandardCharsets.UTF_8)).isEqualTo("\0leeway.progress/1");
        assertThat(new String(sent.headers().lastHeader(Progress.HEADER).value(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"subtask\":1,\"parallelism\":4,\"watermark\":\"2026-03-01T12:00:00.123Z\",\"partition\":7}");
        assertThat(Progress.isProgress(sent.key())).isTrue();
        assertThat(Progress.of(record(sent.key(), sent.headers()))).contains(new Progress(1, 4, WATERMARK));
    }

    @Test
    void whatUsersAreCalledIsNoProgress() {
        assertThat(Progress.isProgress("leeway.progress/1".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(Progress.isProgress(null)).isFalse();
        assertThat(Progress.producerRecord(
                        Topics.CHURN, SinkRecord.of(Topics.CHURN, new byte[] {'u'}, new byte[] {'{', '}'}, 1)))
                .isNull();
        assertThat(Progress.of(record(new byte[] {'u'}, new RecordHeaders()))).isEqualTo(Optional.empty());
    }

    /** The reader counts such a record as one that it cannot read. */
    @Test
    void aHeaderThatIsNotOursIsRefused() {
        Headers headers = new RecordHeaders().add(Progress.HEADER, "soon".getBytes(StandardCharsets.UTF_8));
        Throwable refused = catchThrowable(() -> Progress.of(record(new byte[] {'u'}, headers)));
        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("found soon");
        assertThatThrownBy(() -> new Progress(4, 4, 0)).hasMessageContaining("from 0 to 3");
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] key, Headers headers) {
        return new ConsumerRecord<>(
                Topics.CHURN, 7, 12, 0, TimestampType.CREATE_TIME, 0, 0, key, null, headers, Optional.empty());
    }
}
