package io.leeway.topics.erasure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.records.SinkRecord;
import io.leeway.topics.GoldenRecord;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The key of the ledger, and a record of it. */
class ErasureKeyTest {
    private static final long TIME = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    /** By OpenSSL: {@code printf u1 | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef}. */
    private static final String HASH = "39536bc0c20e6efcd22ec30bb96eec5aff9be6a37fe8e9db166b4cc950c94e7e";

    @TempDir
    private Path folder;

    @Test
    void aRecordIsUnderTheHashOfTheUserAndDoesNotNameThem() throws Exception {
        SinkRecord record = ErasureLedger.entry(key("MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="), "u1", TIME);
        assertThat(new String(record.key(), UTF_8)).isEqualTo(HASH);
        byte[] value = GoldenRecord.check("erased", record);
        Erasure erasure = Erasure.decode(record.key(), value);
        assertThat(erasure.untilMillis()).isEqualTo(TIME);
        assertThat(erasure.user().toString().replace("-", "")).isEqualTo(HASH.substring(0, 32));
    }

    @Test
    void aNewKeyIsAnotherAndIsReadAgain() throws Exception {
        Path file = folder.resolve("new.key");
        ErasureKey made = ErasureKey.create(file);
        assertThat(ErasureKey.read(file).id()).isEqualTo(made.id());
        assertThat(ErasureKey.create(folder.resolve("other.key")).id()).isNotEqualTo(made.id());
        assertThatThrownBy(() -> ErasureKey.create(file)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsNoKeyIsRefusedInALineThatDoesNotShowIt() throws Exception {
        assertThatThrownBy(() -> key("c2hvcnQ="))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected at least 32 bytes in Base64 in ")
                .hasMessageContaining("found 5 bytes; make one with `leeway erase --keygen")
                .hasMessageNotContaining("c2hvcnQ");
        assertThatThrownBy(() -> ErasureKey.read(folder.resolve("absent"))).hasMessageContaining("found no such file");
        Path open = Files.writeString(folder.resolve("open.key"), "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> ErasureKey.read(open)).hasMessageContaining("found rw-r--r--; chmod 600 it");
    }

    private ErasureKey key(String base64) throws Exception {
        Path file = Files.writeString(Files.createTempFile(folder, "erasures", ".key"), base64);
        return ErasureKey.read(file);
    }
}
