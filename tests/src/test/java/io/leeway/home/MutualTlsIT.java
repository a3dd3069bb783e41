package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.leeway.jobs.BackfillJob;
import io.leeway.shop.SmallShop;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes of the home with the settings of the component {@code mutual-tls}, and who gets in. */
class MutualTlsIT {
    private static final Path COMPONENT = Path.of("..", "k8s", "components", "mutual-tls", "doors.yaml");
    private static final String MOUNTED = "/opt/flink/tls-cert";
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void onlyWhoHasACertificateGetsInAndJobsRun() throws Exception {
        Map<String, String> settings = settings();
        char[] password = settings.get("security.ssl.keystore-password").toCharArray();
        keys(new String(password));
        HttpClient.Builder known = HttpClient.newBuilder().sslContext(context(password, "keystore.jks"));
        SmallShop small = SmallShop.get();
        try (FlinkHome cluster = FlinkHome.start(folder, settings, known)) {
            assertThat(cluster.rest().taskManagers()).isOne();
            URI root = cluster.rest().root();
            HttpClient stranger =
                    HttpClient.newBuilder().sslContext(context(password, null)).build();
            assertThatThrownBy(() -> ask(stranger, root)).isInstanceOf(IOException.class);
            URI plain = URI.create(root.toString().replace("https", "http"));
            assertThat(ask(HttpClient.newHttpClient(), plain))
                    .as("sent to the other door")
                    .isBetween(300, 399);
            HttpRequest upload = HttpRequest.newBuilder(root.resolve("/jars/upload"))
                    .POST(HttpRequest.BodyPublishers.ofString("a jar"))
                    .build();
            assertThat(known.build()
                            .send(upload, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as("the web interface takes no jars")
                    .isEqualTo(404);

            String job = cluster.submit(
                    FlinkHome.jobJar(FlinkHome.built()),
                    BackfillJob.class.getName(),
                    List.of(
                            "--history",
                            small.history().toString(),
                            "--models",
                            small.models().toString(),
                            "--seam",
                            small.seam().toString(),
                            "--output",
                            folder.resolve("scores").toString()));
            assertThat(cluster.rest().awaitEnd(job, PATIENCE))
                    .as(() -> cluster.rest().exceptions(job) + cluster.lastWords())
                    .isEqualTo("FINISHED");
        }
    }

    private static int ask(HttpClient client, URI root) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(root.resolve("/overview")).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Those of the component, with the stores in this test's folder. */
    private Map<String, String> settings() throws IOException {
        Map<String, String> settings = new TreeMap<>();
        JsonNode component = new YAMLMapper().readTree(COMPONENT.toFile());
        component
                .path("spec")
                .path("flinkConfiguration")
                .properties()
                .forEach(each ->
                        settings.put(each.getKey(), each.getValue().asText().replace(MOUNTED, folder.toString())));
        settings.remove("kubernetes.secrets");
        return settings;
    }

    /** A key with a certificate by itself, which both stores hold. */
    private void keys(String password) throws Exception {
        keytool(
                "-genkeypair -alias leeway -keyalg EC -dname CN=leeway -ext san=dns:localhost,ip:127.0.0.1 -validity 2"
                        + " -keystore keystore.jks",
                password);
        keytool("-exportcert -alias leeway -keystore keystore.jks -file leeway.cer", password);
        keytool("-importcert -noprompt -alias leeway -file leeway.cer -keystore truststore.jks", password);
    }

    private void keytool(String words, String password) throws Exception {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        (tool + " " + words + " -storetype JKS -storepass " + password + " -keypass " + password)
                                .split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** @param own the store with the client's own key; null for a client without one */
    private SSLContext context(char[] password, @Nullable String own) throws Exception {
        KeyManagerFactory keys = null;
        if (own != null) {
            keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(own, password), password);
        }
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store("truststore.jks", password));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys == null ? null : keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private KeyStore store(String file, char[] password) throws Exception {
        KeyStore store = KeyStore.getInstance("JKS");
        try (InputStream in = Files.newInputStream(folder.resolve(file))) {
            store.load(in, password);
        }
        return store;
    }
}
