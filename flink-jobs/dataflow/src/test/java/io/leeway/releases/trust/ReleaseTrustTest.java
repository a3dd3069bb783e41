package io.leeway.releases.trust;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseTrustTest {
    private static final String TOPIC = "shop.leeway.releases";
    private static final byte[] VALUE = "{\"id\":\"churn-2\"}".getBytes(UTF_8);

    @TempDir
    private Path folder;

    @Test
    void whatATrustedKeySignedCountsForItsScopesAlone() throws Exception {
        ReleaseGate gate = gate(key("alice", Set.of("active", "canary")));
        SigningKey alice = SigningKey.read(folder.resolve("alice"));
        assertThat(gate.refusal(signed(alice, TOPIC, VALUE), "active")).isEmpty();
        assertThat(gate.refusal(signed(alice, TOPIC, VALUE), "verdict"))
                .hasValue(
                        "Expected a record signed by a key that may publish verdict, found a signature by alice, whose"
                                + " key is for active, canary; sign it with --signing-key");
    }

    @Test
    void whatIsUnsignedOrSignedByAnotherOrChangedDoesNotCount() throws Exception {
        ReleaseGate gate = gate(key("alice", TrustedKeys.scopes()));
        key("mallory", TrustedKeys.scopes());
        SigningKey alice = SigningKey.read(folder.resolve("alice"));
        ConsumerRecord<byte[], byte[]> good = signed(alice, TOPIC, VALUE);
        byte[] signature = good.headers().lastHeader(RecordSignature.HEADER).value();
        assertThat(found(gate, with(TOPIC, VALUE, null))).contains("no signature");
        assertThat(found(gate, signed(SigningKey.read(folder.resolve("mallory")), TOPIC, VALUE)))
                .contains("a signature by none of the trusted keys");
        assertThat(found(gate, with(TOPIC, "{}".getBytes(UTF_8), signature))).contains("none of the trusted");
        assertThat(found(gate, with("shop.leeway.releases.status", VALUE, signature)))
                .contains("none of the trusted");
        assertThat(found(gate, with(TOPIC, VALUE, new byte[0]))).contains("none of the trusted");
        assertThat(found(gate, with(TOPIC, VALUE, new byte[100_000]))).contains("none of the trusted");
    }

    @Test
    void withoutKeysEveryRecordCounts() {
        ReleaseGate gate = ReleaseGate.of(ReleaseTrust.OPEN);
        assertThat(gate.isOpen()).isTrue();
        assertThat(gate.refusal(with(TOPIC, VALUE, null), "active")).isEmpty();
        assertThat(gate.refusal("/anywhere")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models2",
                "models/../other",
                "other",
                "models/out",
                "models/out/churn",
                "\0",
                "s3://bucket/models"
            })
    void modelsFromElsewhereAreRefused(String location) throws Exception {
        Files.createDirectories(folder.resolve("models/churn"));
        Files.createDirectories(folder.resolve("other"));
        Files.createSymbolicLink(folder.resolve("models/out"), folder.resolve("other"));
        ReleaseGate gate = ReleaseGate.of(ReleaseTrust.OPEN.below(folder.resolve("models")));
        assertThat(gate.refusal(location.contains(":") ? location : folder + "/" + location))
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("Expected a model below " + folder.resolve("models") + ", found the location '"));
    }

    /** What is released may reach this disk later. */
    @ParameterizedTest
    @ValueSource(strings = {"models", "models/", "models/eu", "models/eu/../de", "models/not/there/yet"})
    void modelsBelowTheRootAreNot(String location) throws Exception {
        Files.createDirectories(folder.resolve("models/eu"));
        ReleaseGate gate = ReleaseGate.of(ReleaseTrust.OPEN.below(folder.resolve("models")));
        assertThat(gate.refusal(folder + "/" + location)).isEmpty();
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        key("alice", Set.of("active"));
        Path file = folder.resolve("alice");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SigningKey.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found rw-r--r--; chmod 600 it");
        assertThatThrownBy(() -> SigningKey.create(file)).isInstanceOf(FileAlreadyExistsException.class);
    }

    /** A key of OpenSSL 3, {@code openssl genpkey -algorithm ed25519}. */
    @Test
    void keysOfOpensslAreRead() throws Exception {
        Files.writeString(folder.resolve("openssl"), """
                -----BEGIN PRIVATE KEY-----
                MC4CAQAwBQYDK2VwBCIEIJPX2bwbe5A3qOwFkEZRU1hTOP6UJ7DjtPXSY4mfmGhl
                -----END PRIVATE KEY-----
                """);
        Files.setPosixFilePermissions(folder.resolve("openssl"), PosixFilePermissions.fromString("r--r-----"));
        ReleaseGate gate = gate(TrustedKeys.line(
                "openssl", Set.of("active"), "MCowBQYDK2VwAyEARa4+VBameF/l3EPLpj7rsdDIeEURsvUCFNOs/UDU65w="));
        assertThat(gate.refusal(signed(SigningKey.read(folder.resolve("openssl")), TOPIC, VALUE), "active"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice active", "alice admin MCow", "alice active MCow", "alice active,canary not/base64!"})
    void aLineThatIsWrongIsNamed(String line) throws Exception {
        assertThatThrownBy(() -> gate("# keys of the shop\n\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Expected a name, scopes and a public Ed25519 key in ")
                .hasMessageContaining("keys, line 3, found: ");
    }

    @Test
    void aFileWithoutKeysTrustsNobodyAndIsAnError() {
        assertThatThrownBy(() -> gate("# none\n")).hasMessageContaining("Expected a key in ");
        assertThatThrownBy(() -> ReleaseGate.of(new ReleaseTrust("nowhere", null, null)))
                .hasMessageContaining("Expected public keys in nowhere, found no such file");
    }

    @Test
    void aJobWhoseOwnRecordsWouldNotCountDoesNotStart() throws Exception {
        gate(key("trainer", Set.of("shadow")));
        String keys = folder.resolve("keys").toString();
        String trainer = folder.resolve("trainer").toString();
        new ReleaseTrust(keys, trainer, null).require("shadow");
        assertThatThrownBy(() -> new ReleaseTrust(keys, trainer, null).require("verdict"))
                .hasMessageContaining("found: a signature by trainer, whose key is for shadow");
        assertThatThrownBy(() -> new ReleaseTrust(keys, null, null).require("verdict"))
                .hasMessageContaining("Expected --signing-key with --release-keys, found none");
        assertThatThrownBy(() -> new ReleaseTrust(null, "nowhere", null).require("verdict"))
                .hasMessageContaining("found no such file");
    }

    private String key(String name, Set<String> scopes) throws Exception {
        return TrustedKeys.line(name, scopes, SigningKey.create(folder.resolve(name)));
    }

    private ReleaseGate gate(String lines) throws Exception {
        Path keys = folder.resolve("keys");
        Files.writeString(keys, lines);
        return ReleaseGate.of(new ReleaseTrust(keys.toString(), null, null));
    }

    private static String found(ReleaseGate gate, ConsumerRecord<byte[], byte[]> record) {
        Optional<String> refusal = gate.refusal(record, "active");
        assertThat(refusal).isPresent();
        return refusal.get();
    }

    private static ConsumerRecord<byte[], byte[]> signed(SigningKey key, String topic, byte[] value) {
        ProducerRecord<byte[], byte[]> record =
                RecordSignature.signed(new ProducerRecord<>(topic, new byte[0], value), key);
        return with(
                topic,
                value,
                record.headers().lastHeader(RecordSignature.HEADER).value());
    }

    private static ConsumerRecord<byte[], byte[]> with(String topic, byte[] value, byte @Nullable [] signature) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, 0, new byte[0], value);
        if (signature != null) {
            record.headers().add(RecordSignature.HEADER, signature);
        }
        return record;
    }
}
