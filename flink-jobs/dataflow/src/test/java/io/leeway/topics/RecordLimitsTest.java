package io.leeway.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.topics.RecordLimits.TopicLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known before a record is sent. */
class RecordLimitsTest {
    private static final byte[] KEY = "u1".getBytes(UTF_8);
    private static final KafkaConnection KAFKA = KafkaConnection.to("localhost:9092");
    private static final int ENOUGH = 1_048_588;

    @Test
    void theProducersLimitHoldsForEveryTopic() {
        RecordLimits limits = RecordLimits.of(KAFKA);
        assertThat(limits.requestBytes()).isEqualTo(1_048_576);
        assertThat(limits.refusal("t", KEY, new byte[1_000_000])).isNull();
        assertThat(limits.refusal("t", KEY, new byte[1_048_576])).contains("1048834 bytes", "max.request.size");
        assertThat(limits.refusal("t", null, null)).isNull();
    }

    @Test
    void aClientsSettingIsTheProducersLimit() {
        RecordLimits limits = RecordLimits.of(KAFKA.withClientSettings(null, Map.of("max.request.size", "100000")));
        assertThat(limits.tooStrict(Topics.PLAIN)).hasValueSatisfying(reason -> assertThat(reason)
                .contains("max.request.size of at least 131328 bytes, found 100000"));
    }

    @Test
    void theFilesSettingIsReadAndGivesWayToTheOther(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("client.properties"), "max.request.size=200000\n");
        assertThat(RecordLimits.of(KAFKA.withClientSettings(file, Map.of())).requestBytes())
                .isEqualTo(200_000);
        assertThat(RecordLimits.of(KAFKA.withClientSettings(file, Map.of("max.request.size", "300000")))
                        .requestBytes())
                .isEqualTo(300_000);
    }

    @Test
    void aTopicsLimitsHoldForItsRecords() {
        RecordLimits limits = new RecordLimits(
                ENOUGH, Map.of("small", new TopicLimit(200_000, false), "keyed", new TopicLimit(ENOUGH, true)));
        assertThat(limits.refusal("small", KEY, new byte[150_000])).isNull();
        assertThat(limits.refusal("small", KEY, new byte[200_000])).contains("max.message.bytes of 200000");
        assertThat(limits.refusal("keyed", KEY, new byte[200_000])).isNull();
        assertThat(limits.refusal("keyed", null, new byte[1])).contains("no key");
        assertThat(limits.tooStrict(Topics.PLAIN)).isEmpty();
    }

    @Test
    void whatDeadLettersNeedAndCountsCannotHaveIsRefusedBeforehand() {
        assertThat(new RecordLimits(ENOUGH, Map.of("a.leeway.late", new TopicLimit(100_000, false)))
                        .tooStrict(new Topics("a.")))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("a.leeway.late", "max.message.bytes of at least 131328, found 100000"));
        assertThat(new RecordLimits(ENOUGH, Map.of("a.leeway.tallies", new TopicLimit(ENOUGH, true)))
                        .tooStrict(new Topics("a.")))
                .hasValueSatisfying(
                        reason -> assertThat(reason).contains("a.leeway.tallies with cleanup.policy=delete"));
    }
}
