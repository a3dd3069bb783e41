package io.leeway.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.table.api.ValidationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTableOptionsTest {
    /** Else a hybrid table would neither begin at its switch nor check for a gap there. */
    @Test
    void aTableWithAFileIsAKafkaTable(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("client.properties"), "client.rack=here\n");
        Map<String, String> options = KafkaTableOptions.expanded(
                Map.of("connector", "leeway-kafka", "topic", "events", "kafka-config", file.toString()));
        assertThat(options)
                .containsEntry("connector", "kafka")
                .containsEntry("topic", "events")
                .containsKey("properties.client.rack")
                .doesNotContainKey("kafka-config")
                .doesNotContainValue("here");
        assertThat(HybridOptions.startingAt(
                        new HashMap<>(options), Instant.EPOCH.plusSeconds(60), Duration.ofSeconds(1)))
                .containsEntry("scan.startup.mode", "timestamp")
                .containsEntry("scan.startup.timestamp-millis", "59000");
    }

    @Test
    void theFileIsNamed() {
        assertThatThrownBy(() -> KafkaTableOptions.expanded(Map.of("connector", "leeway-kafka")))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("Expected the option kafka-config");
        assertThat(KafkaTableOptions.expanded(Map.of("connector", "kafka"))).isEqualTo(Map.of("connector", "kafka"));
    }
}
