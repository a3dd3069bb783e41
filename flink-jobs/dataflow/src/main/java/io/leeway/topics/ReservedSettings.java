package io.leeway.topics;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of Kafka clients that only Leeway itself makes, and those that hold secrets. */
final class ReservedSettings {
    private static final String GUARANTEE = "exactly-once needs it as Leeway sets it";
    private static final String OFFSETS = "offsets are in checkpoints";
    private static final String FORMAT = "a topic's format is Leeway's";
    private static final String CONNECTOR = "it is an option of Flink's connector, not of Kafka's clients";

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("bootstrap.servers", "--bootstrap names the brokers"),
            Map.entry("isolation.level", GUARANTEE),
            Map.entry("acks", GUARANTEE),
            Map.entry("enable.idempotence", GUARANTEE),
            Map.entry("transactional.id", "--transactional-id names the transactions"),
            Map.entry("transaction.timeout.ms", "--transaction-timeout sets it"),
            Map.entry("transaction.two.phase.commit.enable", GUARANTEE),
            Map.entry("group.id", "each job has a group of its own; --topic-prefix parts those of several shops"),
            Map.entry("group.instance.id", OFFSETS),
            Map.entry("enable.auto.commit", OFFSETS),
            Map.entry("auto.commit.interval.ms", OFFSETS),
            Map.entry("auto.offset.reset", "where reading begins follows from the seam and from checkpoints"),
            Map.entry("allow.auto.create.topics", "topics must be there before a job starts"),
            Map.entry("key.serializer", FORMAT),
            Map.entry("value.serializer", FORMAT),
            Map.entry("key.deserializer", FORMAT),
            Map.entry("value.deserializer", FORMAT),
            Map.entry("client.id.prefix", CONNECTOR),
            Map.entry("partition.discovery.interval.ms", CONNECTOR),
            Map.entry("register.consumer.metrics", CONNECTOR),
            Map.entry("register.producer.metrics", CONNECTOR),
            Map.entry("flink.disable-metrics", CONNECTOR),
            Map.entry("commit.offsets.on.checkpoint", CONNECTOR));

    private static final Pattern SECRET =
            Pattern.compile(".*(sasl\\.jaas\\.config|ssl\\.keystore\\.key|password|passphrase|secret).*");
    private static final Pattern PROVIDER_SECRET =
            Pattern.compile(".*\\.param\\..*(password|passphrase|secret|token).*");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    /** In a JAAS entry the user's name is no secret. */
    private static final Pattern JAAS_SECRET =
            Pattern.compile("(?i)\\w*(password|passphrase|secret|token)\\w*\\s*=\\s*\"?[^\"\\s;]");

    private ReservedSettings() {}

    /** Why a setting may not be given; null: it may. */
    static @Nullable String reason(String key) {
        return REASONS.get(key);
    }

    /** Whether values of this setting are secrets. */
    static boolean isSecret(String key) {
        String setting = key.toLowerCase(Locale.ROOT);
        // A provider's name may be anything; its parameters may hold what opens a vault.
        return setting.startsWith("config.providers")
                ? PROVIDER_SECRET.matcher(setting).matches()
                : SECRET.matcher(setting).matches();
    }

    /** Whether a secret is there itself, and not only where a config provider finds it. */
    static boolean holdsSecret(String key, String value) {
        if (!isSecret(key)) {
            return false;
        }
        String literal = REFERENCE.matcher(value).replaceAll("");
        return key.endsWith("sasl.jaas.config") && !literal.equals(value)
                ? JAAS_SECRET.matcher(literal).find()
                : !literal.isBlank();
    }
}
