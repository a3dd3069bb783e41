package io.leeway.secured;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.KafkaConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OAUTHBEARER: the file alone makes a process use its token endpoint. */
@Timeout(120)
class OauthBearerIT {
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String LOGIN = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";

    @Test
    void clientsGetTheirTokenFromTheEndpointOfTheFile(@TempDir Path folder) throws Exception {
        try (TokenIssuer issuer = TokenIssuer.start("shop")) {
            String keys = issuer.keys(folder.resolve("keys.json")).toUri().toString();
            // The broker's own setting, as its operator makes it.
            System.setProperty(ALLOWED_URLS, keys);
            Map<String, String> server = Map.of(
                    "listeners",
                    "EXTERNAL://localhost:0,CONTROLLER://localhost:0,OAUTH://localhost:0",
                    "listener.security.protocol.map",
                    "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,OAUTH:SASL_PLAINTEXT",
                    "listener.name.oauth.sasl.enabled.mechanisms",
                    "OAUTHBEARER",
                    "listener.name.oauth.oauthbearer.sasl.jaas.config",
                    LOGIN + " unsecuredLoginStringClaim_sub=\"broker\";",
                    "listener.name.oauth.oauthbearer.sasl.server.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler",
                    "listener.name.oauth.oauthbearer.sasl.oauthbearer.jwks.endpoint.url",
                    keys);
            Path file = folder.resolve("client.properties");
            Files.writeString(
                    file,
                    "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\nsasl.jaas.config=" + LOGIN + ";\n"
                            + "sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler\n"
                            + "sasl.oauthbearer.token.endpoint.url=" + issuer.url() + "\n"
                            + "sasl.oauthbearer.client.credentials.client.id=shop\n"
                            + "sasl.oauthbearer.client.credentials.client.secret=" + TokenIssuer.SECRET + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), server)) {
                broker.createTopic("in", 1, Map.of());
                KafkaConnection kafka =
                        KafkaConnection.to(broker.bootstrapServers("OAUTH")).withClientSettings(file, Map.of());
                try (Admin admin = kafka.admin(Duration.ofSeconds(20));
                        KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
                    assertThat(admin.listTopics().names().get()).contains("in");
                    assertThat(producer.send(new ProducerRecord<>("in", "x".getBytes(UTF_8)))
                                    .get()
                                    .offset())
                            .isZero();
                }
                assertThat(System.getProperty(ALLOWED_URLS)).isEqualTo(keys + ',' + issuer.url());
            } finally {
                System.clearProperty(ALLOWED_URLS);
            }
        }
    }
}
