package io.leeway.topics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigData;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.provider.ConfigProvider;

/**
 * Gives a client the properties of its file where the client is made. Kafka's clients make one by
 * its name, so that it has to be on their class path.
 *
 * <p>For OAUTHBEARER it also allows the process to use the endpoints that the file names: Kafka
 * reads those that are allowed from a system property.
 */
public final class KafkaConfigFileProvider implements ConfigProvider {
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    @Override
    public ConfigData get(String path) {
        Map<String, String> settings = KafkaConfigFile.resolve(path);
        settings.forEach((key, value) -> {
            if (isEndpoint(key)) {
                allow(value);
            }
        });
        return new ConfigData(settings);
    }

    @Override
    public ConfigData get(String path, Set<String> keys) {
        Map<String, String> settings = new HashMap<>(get(path).data());
        settings.keySet().retainAll(keys);
        Set<String> absent = new TreeSet<>(keys);
        absent.removeAll(settings.keySet());
        if (!absent.isEmpty()) {
            throw new ConfigException("Expected " + String.join(", ", absent) + " in " + path
                    + " as where the job was submitted, found none; give each worker the same file");
        }
        return new ConfigData(settings);
    }

    /** Whether a setting names an endpoint that a process has to be allowed to use. */
    static boolean isEndpoint(String key) {
        return key.contains("sasl.oauthbearer.") && key.endsWith(".endpoint.url");
    }

    /** What an operator has allowed by the property stays. */
    private static synchronized void allow(String url) {
        String allowed = System.getProperty(ALLOWED_URLS, "");
        if (!List.of(allowed.split(",", -1)).contains(url)) {
            System.setProperty(ALLOWED_URLS, allowed.isEmpty() ? url : allowed + ',' + url);
        }
    }

    @Override
    public void configure(Map<String, ?> configs) {
        // All that it needs is in the path.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
