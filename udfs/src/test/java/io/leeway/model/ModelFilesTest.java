package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.check.ModelCheck;
import io.leeway.model.files.LocalFolder;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.NodeDef;

/** What is hashed is what is judged and what TensorFlow loads. */
class ModelFilesTest {

    private static final Map<String, TensorColumn> ROW =
            Map.of("x", new TensorColumn(new float[] {.1f, .2f, -.3f, .4f}, List.of(4)));

    @TempDir
    Path folder;

    @Test
    void aFolderThatIsRewrittenAfterItWasReadChangesNothing() throws IOException {
        Path directory = TestModels.linear(folder.resolve("1"));
        float before;
        try (SavedModel model = SavedModel.load(directory, LoadOptions.anyModel())) {
            before = answer(model);
        }
        try (ModelFiles files = ModelFiles.copy(new LocalFolder(directory))) {
            TestModels.edit(directory, graph -> {
                graph.getGraphDefBuilder()
                        .addNode(NodeDef.newBuilder().setName("evil").setOp("WriteFile"));
                graph.getGraphDefBuilder().getNodeBuilderList().stream()
                        .filter(node -> node.getName().equals("Sigmoid"))
                        .forEach(node -> node.addInput("^evil"));
            });
            Files.delete(directory.resolve("variables/variables.index"));
            try (SavedModel model = SavedModel.load(files, LoadOptions.anyModel())) {
                assertThat(answer(model)).isEqualTo(before);
                assertThat(model.digest()).isEqualTo(files.digest().digest());
                files.close();
                assertThat(files.folder()).doesNotExist();
                assertThat(answer(model)).as("without its files").isEqualTo(before);
            }
        }
        assertThatThrownBy(() -> SavedModel.load(directory, LoadOptions.anyModel()))
                .hasMessageContaining("operation WriteFile in node evil");
    }

    @Test
    void aLinkOutOfTheFolderIsRefusedByAllWhoRead() throws IOException {
        Path directory = TestModels.released(folder, Task.CHURN).directory();
        Files.createDirectories(directory.resolve("assets"));
        Files.createSymbolicLink(directory.resolve("assets/words.txt"), Path.of("/etc/passwd"));
        assertRefused(
                directory,
                "Model " + directory
                        + ": expected files and folders alone, found the symbolic link assets/words.txt; put the file in"
                        + " its place");
    }

    @Test
    void tenGigabytesOfAssetsAreRefusedByAllWhoRead() throws IOException {
        Path directory = TestModels.released(folder, Task.CHURN).directory();
        Files.createDirectories(directory.resolve("assets"));
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve("assets/words.txt").toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        assertRefused(directory, "expected at most 1073741824 bytes in assets/, found more; make it smaller");
    }

    @Test
    void goldenRowsThatDoNotFitIntoMemoryAreRefusedByAllWhoRead() throws IOException {
        Path directory = TestModels.released(folder, Task.CHURN).directory();
        try (RandomAccessFile sparse =
                new RandomAccessFile(directory.resolve(GoldenRows.FILE_NAME).toFile(), "rw")) {
            sparse.setLength(17L << 20);
        }
        assertRefused(directory, "expected at most 16777216 bytes in golden.json, found more; make it smaller");
    }

    private static void assertRefused(Path directory, String said) {
        for (Runnable reader : List.<Runnable>of(
                () -> SavedModel.load(directory, LoadOptions.anyModel()),
                () -> SharedModels.acquire(directory, LoadOptions.released()),
                () -> ModelContents.read(directory, null),
                () -> ModelDigest.of(directory),
                () -> ManifestFile.seal(directory, TestModels.manifest(Task.CHURN)))) {
            assertThatThrownBy(reader::run)
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining(said)
                    .hasMessageNotContaining("\n");
        }
        assertThat(said)
                .endsWith(ModelCheck.of(directory, Map.of(), files -> Optional.empty(), System::nanoTime)
                        .refusal());
    }

    private static float answer(SavedModel model) {
        return ((float[]) model.predict("score", ROW, 1).get("p").values())[0];
    }
}
