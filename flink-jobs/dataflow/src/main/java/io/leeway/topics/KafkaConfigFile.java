package io.leeway.topics;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * A file with properties of Kafka clients. What leaves a process are references to it, which each
 * client resolves where it is made: no value of the file is serialized with a job.
 *
 * <p>Kafka's own {@code config.providers} work in it. A file that holds a secret is refused when
 * others than its owner and its group may read it, or others than its owner may write it.
 */
final class KafkaConfigFile {
    /** The name of the provider in the properties of a client. */
    static final String PROVIDER = "leeway";

    static final String PROVIDERS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;

    private KafkaConfigFile() {}

    /**
     * The properties as they are written.
     *
     * @throws ConfigException when the file cannot be read or may not be used; its message has no
     *     value of the file
     */
    static Map<String, String> read(String path) {
        if (path.contains(":") || path.contains("}")) {
            throw wrong("a file for --kafka-config without : and } in its path", path, "rename it");
        }
        Path file = Path.of(path);
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(
                    "properties of Kafka clients in " + path,
                    Files.exists(file) ? e.toString() : "no such file",
                    "correct --kafka-config, or the file's permissions; each worker reads it at this path");
        }
        Map<String, String> settings = new TreeMap<>();
        properties.forEach(
                (key, value) -> settings.put(key.toString(), value.toString().strip()));
        settings.forEach((key, value) -> {
            String reason = ReservedSettings.reason(key);
            if (reason != null) {
                throw wrong("no " + key + " in " + path + ": " + reason, "it there", "take it out");
            }
            if (ReservedSettings.holdsSecret(key, value)) {
                requirePrivate(file, key);
            }
        });
        return settings;
    }

    private static void requirePrivate(Path file, String key) {
        PrivateFile.openTo(file).ifPresent(permissions -> {
            throw wrong(
                    file + ", which holds " + key + ", to be readable by its owner and at most its group",
                    permissions,
                    "chmod 600 it, or 440 where it is a mounted secret");
        });
    }

    /** The properties as clients use them, with what their own providers gave. */
    static Map<String, String> resolve(String path) {
        Map<String, String> written = read(path);
        Map<String, String> resolved = new HashMap<>();
        new AbstractConfig(new ConfigDef(), written, Map.of(), false)
                .originals()
                .forEach((key, value) -> resolved.put(key, String.valueOf(value)));
        resolved.keySet().removeIf(KafkaConfigFile::isProvider);
        return resolved;
    }

    /** For each property where it is found, and how. */
    static Map<String, String> references(String path) {
        Map<String, String> references = new HashMap<>();
        for (String key : read(path).keySet()) {
            if (!isProvider(key)) {
                references.put(key, "${" + PROVIDER + ':' + path + ':' + key + '}');
            }
        }
        references.put(PROVIDERS, PROVIDER);
        references.put(PROVIDERS + '.' + PROVIDER + ".class", KafkaConfigFileProvider.class.getName());
        return references;
    }

    static boolean isProvider(String key) {
        return key.equals(PROVIDERS) || key.startsWith(PROVIDERS + '.');
    }

    private static ConfigException wrong(String expected, String found, String remedy) {
        return new ConfigException("Expected " + expected + ", found " + found + "; " + remedy);
    }
}
