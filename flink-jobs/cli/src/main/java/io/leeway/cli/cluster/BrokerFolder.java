package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import io.leeway.local.EmbeddedBroker;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * What a Kafka broker of one node needs on disk: its settings and a formatted folder. Records
 * survive its end and that of the machine's power.
 */
final class BrokerFolder {

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT"),
            Map.entry("share.coordinator.state.topic.replication.factor", "1"),
            Map.entry("share.coordinator.state.topic.min.isr", "1"));

    private BrokerFolder() {}

    /** Writes the settings, formats the folder unless it is, and gives the file of settings. */
    static Path prepare(Path folder, int port, int controllerPort) {
        Path logs = folder.resolve("data");
        Map<String, String> settings = new TreeMap<>(EmbeddedBroker.SETTINGS);
        settings.putAll(SETTINGS);
        settings.put("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://localhost:" + port);
        settings.put("controller.quorum.voters", "1@localhost:" + controllerPort);
        settings.put("log.dirs", logs.toString());
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = folder.resolve("server.properties");
        try {
            Files.createDirectories(logs);
            try (Writer writer = Files.newBufferedWriter(file)) {
                properties.store(writer, null);
            }
            if (!Files.exists(logs.resolve("meta.properties"))) {
                format(logs);
            }
            return file;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw UserError.found(
                    "a folder for the broker at " + folder, e.getMessage(), "name another with --directory", e);
        }
    }

    private static void format(Path logs) throws Exception {
        new Formatter()
                .setNodeId(1)
                .setClusterId(Uuid.randomUuid().toString())
                .setDirectories(List.of(logs.toString()))
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName("CONTROLLER")
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .run();
    }
}
