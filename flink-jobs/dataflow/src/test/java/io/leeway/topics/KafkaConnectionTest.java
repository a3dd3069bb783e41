package io.leeway.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of clients: which are taken, where they are, and what leaves the process. */
class KafkaConnectionTest {
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String JAAS =
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"shop\" password=\"pw-5d1e\";\n";

    @TempDir
    private Path folder;

    private Path file(String permissions, String text) throws IOException {
        Path file = folder.resolve("client.properties");
        Files.deleteIfExists(file);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private static KafkaConnection connection(Path file) {
        return KafkaConnection.to("kafka:9092").withClientSettings(file, Map.of());
    }

    @Test
    void withoutSettingsAClientHasTheBrokersAlone() {
        assertThat(KafkaConnection.to("kafka:9092").properties()).isEqualTo(Map.of("bootstrap.servers", "kafka:9092"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "r--r-----", "rw-r-----"})
    void aSecretThatItsOwnerAndGroupReadIsTaken(String permissions) throws IOException {
        assertThat(connection(file(permissions, JAAS)).principal()).isEqualTo("User:shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-", "rw------x", "r--rwx---"})
    void aSecretThatOthersMayReadOrWriteIsRefused(String permissions) throws IOException {
        Path file = file(permissions, JAAS);
        assertThatThrownBy(() -> connection(file))
                .isInstanceOf(ConfigException.class)
                .hasMessage("Expected " + file
                        + ", which holds sasl.jaas.config, to be readable by its owner and at most"
                        + " its group, found " + permissions + "; chmod 600 it, or 440 where it is a mounted secret");
    }

    @Test
    void whatIsNoSecretMayBeReadByAll() throws IOException {
        Path file = file(
                "rw-r--r--",
                "security.protocol=SASL_SSL\nssl.truststore.password=${env:TRUST}\nsasl.jaas.config=X required username=\"a\""
                        + " password=\"${env:PASSWORD}\";\nssl.keystore.location=/k\nconfig.providers=secrets\n"
                        + "config.providers.secrets.class=org.apache.kafka.common.config.provider.FileConfigProvider\n");
        assertThat(KafkaConfigFile.read(file.toString())).hasSize(6);
    }

    @ParameterizedTest
    @CsvSource({
        "sasl.jaas.config, X required username=\"${env:U}\" password=\"literal\";",
        "ssl.key.password, 4711",
        "ssl.keystore.key, 4711",
        "ssl.truststore.password, half-${env:P}",
        "sasl.oauthbearer.client.credentials.client.secret, 4711",
        "config.providers.vault.param.token, 4711"
    })
    void secretsAreKnown(String key, String value) throws IOException {
        Path file = file("rw-r--r--", key + '=' + value + '\n');
        assertThatThrownBy(() -> connection(file)).hasMessageContaining("which holds " + key);
        assertThatThrownBy(() -> KafkaConnection.to("k:1").withClientSettings(null, Map.of(key, value)))
                .hasMessageContaining("Expected " + key + " in the file of --kafka-config")
                .hasMessageNotContaining(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isolation.level",
                "transactional.id",
                "enable.idempotence",
                "acks",
                "group.id",
                "auto.offset.reset",
                "enable.auto.commit",
                "key.deserializer",
                "value.serializer",
                "bootstrap.servers",
                "partition.discovery.interval.ms"
            })
    void whatExactlyOnceRestsOnCannotBeSet(String key) throws IOException {
        Path file = file("rw-------", key + "=x\n");
        assertThatThrownBy(() -> connection(file))
                .hasMessageContaining("Expected no " + key + " in " + file)
                .hasMessageContaining("; take it out");
        assertThatThrownBy(() -> KafkaConnection.to("k:1").withClientSettings(null, Map.of(key, "x")))
                .hasMessageContaining("Expected no " + key + " with --kafka")
                .hasMessageContaining("; leave it out");
    }

    @Test
    void anAbsentFile() {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> connection(absent))
                .hasMessage("Expected properties of Kafka clients in " + absent + ", found no such file; correct"
                        + " --kafka-config, or the file's permissions; each worker reads it at this path");
    }

    @Test
    void noValueOfTheFileIsSerializedAndEachClientReadsIt() throws Exception {
        KafkaConnection kafka = connection(file("rw-------", "security.protocol=SASL_SSL\n" + JAAS));
        byte[] bytes = InstantiationUtil.serializeObject(kafka);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("pw-5d1e", "SASL_SSL");
        assertThat(kafka.properties().toString()).doesNotContain("pw-5d1e", "SASL_SSL");
        assertThat(kafka.toString()).isEqualTo("kafka:9092");
        assertThat(new AdminClientConfig(kafka.properties())
                        .getPassword("sasl.jaas.config")
                        .value())
                .contains("pw-5d1e");
        // The file changes, as a secret that is rotated: the next client reads what is there then.
        file("rw-------", "security.protocol=SASL_SSL\n" + JAAS.replace("pw-5d1e", "pw-next"));
        KafkaConnection copy = InstantiationUtil.clone(kafka);
        assertThat(copy).isEqualTo(kafka);
        assertThat(new AdminClientConfig(copy.properties())
                        .getPassword("sasl.jaas.config")
                        .value())
                .contains("pw-next");
    }

    @Test
    void aWorkerWithAnotherFile() throws IOException {
        KafkaConnection kafka = connection(file("rw-------", "client.id=x\n" + JAAS));
        Map<String, Object> submitted = kafka.properties();
        file("rw-------", JAAS);
        assertThatThrownBy(() -> new AdminClientConfig(submitted))
                .hasMessageContaining("Expected client.id in " + folder)
                .hasMessageContaining("give each worker the same file");
    }

    @Test
    void kafkasOwnProvidersWorkInTheFile() throws IOException {
        Path secrets = folder.resolve("secrets");
        Files.writeString(secrets, "password=pw-9a\n");
        Path directory = Files.createDirectory(folder.resolve("mounted"));
        Files.writeString(directory.resolve("user"), "shop");
        KafkaConnection kafka = connection(file(
                "rw-r--r--",
                "config.providers=file,directory,env\n"
                        + "config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n"
                        + "config.providers.file.param.allowed.paths=" + folder + "\n"
                        + "config.providers.directory.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider\n"
                        + "config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider\n"
                        + "client.rack=${env:PATH}\n"
                        + "sasl.jaas.config=X required username=\"${directory:" + directory
                        + ":user}\" password=\"${file:" + secrets + ":password}\";\n"));
        AdminClientConfig config = new AdminClientConfig(kafka.properties());
        assertThat(config.getPassword("sasl.jaas.config").value())
                .isEqualTo("X required username=\"shop\" password=\"pw-9a\";");
        assertThat(new ConsumerConfig(withDeserializers(kafka)).getString("client.rack"))
                .isEqualTo(System.getenv("PATH"));
        assertThat(kafka.principal()).isEqualTo("User:shop");
    }

    private static Map<String, Object> withDeserializers(KafkaConnection kafka) {
        Map<String, Object> all = new HashMap<>(kafka.properties());
        String bytes = "org.apache.kafka.common.serialization.ByteArrayDeserializer";
        all.put("key.deserializer", bytes);
        all.put("value.deserializer", bytes);
        return all;
    }

    @Test
    void aSettingOfTheCommandLineCountsBeforeTheFiles() throws IOException {
        KafkaConnection kafka = KafkaConnection.to("kafka:9092")
                .withClientSettings(file("rw-r--r--", "client.id=a\nretries=3\n"), Map.of("client.id", "b"));
        AdminClientConfig config = new AdminClientConfig(kafka.properties());
        assertThat(config.getString("client.id")).isEqualTo("b");
        assertThat(config.getInt("retries")).isEqualTo(3);
    }

    /** In each process that makes a client; what an operator allowed stays allowed. */
    @Test
    void theTokenEndpointOfTheFileIsAllowed() throws IOException {
        String before = System.getProperty(ALLOWED_URLS);
        try {
            System.setProperty(ALLOWED_URLS, "https://other/token");
            KafkaConnection kafka =
                    connection(file("rw-r--r--", "sasl.oauthbearer.token.endpoint.url=https://login/token\n"));
            assertThat(new AdminClientConfig(kafka.properties()).getString("sasl.oauthbearer.token.endpoint.url"))
                    .isEqualTo("https://login/token");
            new AdminClientConfig(kafka.properties());
            assertThat(Set.of(System.getProperty(ALLOWED_URLS).split(",", -1)))
                    .containsExactlyInAnyOrder("https://other/token", "https://login/token");
        } finally {
            if (before == null) {
                System.clearProperty(ALLOWED_URLS);
            } else {
                System.setProperty(ALLOWED_URLS, before);
            }
        }
    }

    @Test
    void aPrefixIsInFrontOfEveryName() {
        KafkaConnection kafka = KafkaConnection.to("kafka:9092").withTopics(new Topics("shop-a."));
        assertThat(kafka.name(Topics.CHURN)).isEqualTo("shop-a.leeway.scores.churn");
        assertThat(kafka.topics().topic("shop-a.leeway.scores.churn")).isEqualTo(Topics.CHURN);
        assertThat(Topics.PLAIN.name(Topics.CHURN)).isEqualTo(Topics.CHURN);
        assertThatThrownBy(() -> new Topics("shop a/")).hasMessageContaining("choose another --topic-prefix");
    }
}
