package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.shopper.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Digests and the manifest's list of files. */
class ModelDigestTest {

    @TempDir
    Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void release() throws IOException {
        model = Files.createDirectories(folder.resolve("churn/3"));
        Files.createDirectories(model.resolve("variables"));
        Files.writeString(model.resolve("a.txt"), "abc");
        Files.writeString(model.resolve("variables/b.txt"), "");
        ManifestFile.seal(model, TestModels.manifest(Task.CHURN));
    }

    @Test
    void theDigestIsAsDocumented() throws IOException {
        // sha256("abc"), sha256("") and sha256 of the two lines, by sha256sum.
        Files.delete(model.resolve(ModelManifest.FILE_NAME));
        ModelDigest digest = ModelDigest.of(model);
        assertThat(digest.files())
                .containsExactly(
                        Map.entry("a.txt", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                        Map.entry(
                                "variables/b.txt", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        assertThat(digest.digest()).isEqualTo("b76530037bcc10b7d2e0cdf5510369f1f99f5ccbb734921b9d4d9e878949c363");
    }

    @Test
    void aManifestReadsAsItWasWritten() {
        ModelManifest manifest = ManifestFile.read(model);
        assertThat(manifest)
                .isEqualTo(TestModels.manifest(Task.CHURN)
                        .withFiles(ModelDigest.of(model).filesWithoutManifest()));
        assertThat(manifest.files()).containsOnlyKeys("a.txt", "variables/b.txt");
        ModelDigest.of(model).requireFiles(model.toString(), manifest.files());
    }

    @Test
    void anUnknownFieldOfAManifestIsIgnored() throws IOException {
        Path file = model.resolve(ModelManifest.FILE_NAME);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\": [1],"));
        assertThat(ManifestFile.read(model).name()).isEqualTo("churn");
    }

    @Test
    void whateverChangesChangesTheDigest() throws IOException {
        String before = ModelDigest.of(model).digest();
        assertThat(ModelDigest.of(model).digest()).isEqualTo(before);

        ManifestFile.seal(model, TestModels.manifest(Task.INTEREST));
        String otherManifest = ModelDigest.of(model).digest();
        Files.move(model.resolve("a.txt"), model.resolve("c.txt"));
        String renamed = ModelDigest.of(model).digest();
        Files.writeString(model.resolve("d.txt"), "d");
        String added = ModelDigest.of(model).digest();
        assertThat(new String[] {before, otherManifest, renamed, added}).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatDiffersIsNamed() throws IOException {
        Files.writeString(model.resolve("variables/b.txt"), "x");
        assertThatThrownBy(this::requireFiles)
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("file variables/b.txt: expected SHA-256 e3b0c442")
                .hasMessageContaining("found 2d711642");
    }

    @Test
    void aFileTooManyIsNamed() throws IOException {
        Files.writeString(model.resolve("0.so"), "x");
        assertThatThrownBy(this::requireFiles)
                .hasMessageContaining("file 0.so: expected no such file by the manifest, found 2d711642");
    }

    @Test
    void aFileTooFewIsNamed() throws IOException {
        Files.delete(model.resolve("a.txt"));
        assertThatThrownBy(this::requireFiles)
                .hasMessageContaining("found no such file; copy the released model again");
    }

    @Test
    void aDamagedManifestIsNamed() throws IOException {
        Files.writeString(model.resolve(ModelManifest.FILE_NAME), "{\"format\": 1,\n \"name\": ");
        assertThatThrownBy(() -> ManifestFile.read(model))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("manifest.json: expected a readable file in JSON")
                .hasMessageNotContaining("\n");
        Files.writeString(model.resolve(ModelManifest.FILE_NAME), "{\"format\": 2, \"name\": \"churn\"}");
        assertThatThrownBy(() -> ManifestFile.read(model)).isInstanceOf(ModelException.class);
    }

    private void requireFiles() {
        ModelDigest.of(model)
                .requireFiles(model.toString(), ManifestFile.read(model).files());
    }
}
