package io.leeway.functions.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.functions.FarFileSystem;
import io.leeway.functions.SqlModels;
import io.leeway.model.ModelDigest;
import io.leeway.model.SharedModels;
import io.leeway.model.TestModels;
import io.leeway.model.lease.Lease;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models on a remote file system. */
class LocalCopiesTest {

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
        assertThat(LocalCopies.size()).isZero();
        assertThat(SharedModels.size()).isZero();
    }

    @Test
    void oneCopyServesAllAndGoesWithTheLast() {
        Lease<Path> first = LocalCopies.acquire(far, digest);
        int opened = FarFileSystem.OPENED.get();
        Lease<Path> second = LocalCopies.acquire(far, digest);
        assertThat(second.value()).isEqualTo(first.value()).isNotEqualTo(folder.resolve("m/00000012"));
        assertThat(FarFileSystem.OPENED.get()).isEqualTo(opened);
        assertThat(ModelDigest.of(first.value()).digest()).isEqualTo(digest);
        first.close();
        first.close();
        assertThat(second.value()).exists();
        second.close();
        assertThat(second.value()).doesNotExist();
    }

    @Test
    void aCopyThatDiffersIsRefusedAndLeavesNothing() throws Exception {
        Files.writeString(folder.resolve("m/00000012/note.txt"), "changed");
        assertThatThrownBy(() -> LocalCopies.acquire(far, digest))
                .hasMessageContaining("expected digest " + digest + ", found ")
                .hasMessageContaining("plan it again");
        assertThatThrownBy(() -> LocalCopies.acquire(new org.apache.flink.core.fs.Path("far:///no/where"), digest))
                .hasMessageContaining("expected to copy it to this machine, found ");
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
}
