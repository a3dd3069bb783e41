package io.leeway.sources.importers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemSequenceFileTest {

    @TempDir
    Path folder;

    @Test
    void readsAFileOrTheFolderAroundIt() throws IOException {
        Path file = Files.writeString(folder.resolve("shop.txt"), "anna 3 1 3\n\n  ben\t7  \n");
        Files.writeString(folder.resolve("attributes.json"), "{}");
        assertThat(ItemSequenceFile.read(file)).isEqualTo(ItemSequenceFile.read(folder));
        assertThat(ItemSequenceFile.read(file).keySet()).containsExactly("anna", "ben");
        assertThat(ItemSequenceFile.read(file))
                .containsEntry("anna", List.of("3", "1", "3"))
                .containsEntry("ben", List.of("7"));
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThatThrownBy(() -> ItemSequenceFile.read(folder))
                .hasMessageContaining("one .txt file")
                .hasMessageContaining("found 0");
        Path file = Files.writeString(folder.resolve("shop.txt"), "anna 1 2\nanna 3\n");
        assertThatThrownBy(() -> ItemSequenceFile.read(file))
                .hasMessageContaining("line 2")
                .hasMessageContaining("user anna again");
        Files.writeString(file, "anna\n");
        assertThatThrownBy(() -> ItemSequenceFile.read(file))
                .hasMessageContaining("line 1")
                .hasMessageContaining("no item");
        Files.writeString(file, "\n");
        assertThatThrownBy(() -> ItemSequenceFile.read(file)).hasMessageContaining("empty");
        assertThatThrownBy(() -> ItemSequenceFile.read(folder.resolve("absent.txt")))
                .hasMessageContaining("none that can be read");
    }
}
