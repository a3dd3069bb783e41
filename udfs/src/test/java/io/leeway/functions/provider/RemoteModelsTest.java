package io.leeway.functions.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.functions.FarFileSystem;
import io.leeway.functions.SqlModels;
import io.leeway.model.ModelDigest;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TestModels;
import io.leeway.model.lease.Lease;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models on a remote file system. */
class RemoteModelsTest {

    @TempDir
    Path folder;

    private org.apache.flink.core.fs.Path far;
    private String digest;

    @BeforeEach
    void model() {
        Path version = TestModels.mixed(folder.resolve("m/00000012"));
        TestModels.linear(folder.resolve("m/9"));
        far = new org.apache.flink.core.fs.Path("far://" + version);
        digest = ModelDigest.of(version).digest();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(SharedModels.size()).isZero();
    }

    @Test
    void oneCopyServesAll() {
        ModelAddress address = new ModelAddress(far.toString(), digest);
        try (Lease<SavedModel> first = OpenModel.open(address, CallSettings.DEFAULTS)) {
            int opened = FarFileSystem.OPENED.get();
            try (Lease<SavedModel> second = OpenModel.open(address, CallSettings.DEFAULTS)) {
                assertThat(second.value()).isSameAs(first.value());
                assertThat(FarFileSystem.OPENED.get()).isEqualTo(opened);
                assertThat(second.value().digest()).isEqualTo(digest);
                assertThat(second.value().location()).isEqualTo(far.toString());
            }
        }
    }

    @Test
    void aCopyThatDiffersIsRefused() throws Exception {
        Files.writeString(folder.resolve("m/00000012/note.txt"), "changed");
        assertThatThrownBy(() -> OpenModel.open(new ModelAddress(far.toString(), digest), CallSettings.DEFAULTS))
                .hasMessageContaining("Model " + far + ": expected digest " + digest + ", found ");
        assertThatThrownBy(() -> OpenModel.open(new ModelAddress("far:///no/where", digest), CallSettings.DEFAULTS))
                .hasMessageContaining("no/where: expected readable files and room for a copy of them, found ");
    }

    @Test
    void aStatementIsPlannedAndRunOverIt() throws Exception {
        SqlModels sql = SqlModels.streaming();
        sql.execute(
                "CREATE MODEL m INPUT (amount FLOAT, `count` BIGINT, name STRING, keep BOOLEAN, weights ARRAY<FLOAT>)"
                        + " OUTPUT (doubled BIGINT) WITH ('provider' = 'tensorflow', 'path' = 'far://"
                        + folder.resolve("m")
                        + "')");
        sql.execute("CREATE VIEW t AS SELECT * FROM (VALUES (7, 3, 'one', TRUE, ARRAY[1, 2, 4])) AS t(a, c, n, k, w)");
        assertThat(sql.rows("SELECT doubled FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(a, c, n, k, w))"))
                .containsExactly("+I[6]");
    }

    /** Of each file system, when a statement is planned; a million files are no more. */
    @ParameterizedTest
    @ValueSource(strings = {"", "far://"})
    void aStatementIsHeldAgainstTheLimits(String scheme) throws Exception {
        Path version = folder.resolve("m/00000012");
        try (RandomAccessFile sparse =
                new RandomAccessFile(version.resolve("huge.bin").toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        SqlModels sql = SqlModels.streaming();
        sql.execute(
                "CREATE MODEL m INPUT (amount FLOAT) OUTPUT (doubled BIGINT) WITH ('provider' = 'tensorflow', 'path' = '"
                        + scheme + folder.resolve("m") + "')");
        sql.execute("CREATE VIEW t AS SELECT * FROM (VALUES (7)) AS t(a)");
        assertThatThrownBy(() -> sql.rows("SELECT doubled FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(a))"))
                .hasStackTraceContaining(
                        "expected at most 4294967296 bytes in all its files, found more; make it smaller");
        Files.delete(version.resolve("huge.bin"));
        Files.createSymbolicLink(version.resolve("link"), Path.of("/etc/passwd"));
        if (scheme.isEmpty()) {
            assertThatThrownBy(() -> sql.rows("SELECT doubled FROM ML_PREDICT(TABLE t, MODEL m, DESCRIPTOR(a))"))
                    .hasStackTraceContaining("found the symbolic link link; put the file in its place");
        }
    }
}
