package io.leeway.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.cli.console.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedBroker.class)
class EmbeddedBrokerTest {

    @Test
    void aFolderInUseIsRefused(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> EmbeddedBroker.start(folder))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Expected an empty folder");
    }

    @Test
    void aTopicIsCreatedOnce(EmbeddedBroker broker) throws Exception {
        broker.createTopic("once", 1, Map.of("cleanup.policy", "compact"));
        assertThatThrownBy(() -> broker.createTopic("once", 1, Map.of()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Expected no topic once yet");
    }
}
