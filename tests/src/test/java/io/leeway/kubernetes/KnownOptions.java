package io.leeway.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.kubernetes.configuration.KubernetesConfigOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBNativeMetricOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.util.TimeUtils;

/** Every setting that Flink or its operator knows, with what may stand there. A setting that nobody knows changes nothing, and nobody says so. */
final class KnownOptions {
    private static final List<Class<?>> OF_FLINK = List.of(
            BlobServerOptions.class,
            CheckpointingOptions.class,
            CoreOptions.class,
            ExecutionOptions.class,
            HeartbeatManagerOptions.class,
            HighAvailabilityOptions.class,
            JobManagerOptions.class,
            KubernetesConfigOptions.class,
            MetricOptions.class,
            PipelineOptions.class,
            RestOptions.class,
            RestartStrategyOptions.class,
            RocksDBConfigurableOptions.class,
            RocksDBNativeMetricOptions.class,
            RocksDBOptions.class,
            SecurityOptions.class,
            StateBackendOptions.class,
            StateRecoveryOptions.class,
            TaskManagerOptions.class,
            WebOptions.class);

    /** Of a reporter by name, and what an S3 plugin hands on. */
    private static final Pattern FREE = Pattern.compile("metrics\\.reporter\\.\\w+\\.[\\w.]+|s3\\.[\\w.-]+");

    private final Map<String, Consumer<String>> options = new HashMap<>();

    KnownOptions() {
        OF_FLINK.forEach(this::addAll);
        List<String> operators = lines();
        operators.forEach(line -> {
            String[] words = line.split(" ");
            options.put(words[0], reader(words[1]));
        });
        if (operators.size() < 50 || options.size() < 300) {
            throw new IllegalStateException("Expected hundreds of options, found " + options.size());
        }
    }

    private static List<String> lines() {
        try (var in = Objects.requireNonNull(KnownOptions.class.getResourceAsStream("operator-options.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the operator's options", e);
        }
    }

    private void addAll(Class<?> holder) {
        for (Field field : holder.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && ConfigOption.class.isAssignableFrom(field.getType())) {
                try {
                    ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                    Stream.concat(Stream.of(option.key()), deprecated(option))
                            .forEach(key -> options.put(key, value -> read(key, option, value)));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException("Cannot read " + field, e);
                }
            }
        }
    }

    /** Old names work, yet new manifests should not use them; fallbacks are names of their own. */
    private static Stream<String> deprecated(ConfigOption<?> option) {
        List<String> keys = new ArrayList<>();
        option.fallbackKeys().forEach(fallback -> {
            if (!fallback.isDeprecated()) {
                keys.add(fallback.getKey());
            }
        });
        return keys.stream();
    }

    private static void read(String key, ConfigOption<?> option, String value) {
        Configuration configuration = new Configuration();
        configuration.setString(key, value);
        configuration.get(option);
    }

    private static Consumer<String> reader(String type) {
        return switch (type) {
            case "Duration" -> TimeUtils::parseDuration;
            case "Boolean" ->
                value -> {
                    if (!value.equals("true") && !value.equals("false")) {
                        throw new IllegalArgumentException("neither true nor false");
                    }
                };
            case "Integer" -> Integer::parseInt;
            case "Double" -> Double::parseDouble;
            case "MemorySize" -> MemorySize::parse;
            case "Text" -> value -> {};
            default -> throw new IllegalStateException("Expected a type of the list, found " + type);
        };
    }

    /** What is wrong with a setting. */
    Optional<String> problem(String key, String value) {
        Consumer<String> reader = options.get(key);
        if (reader == null) {
            return FREE.matcher(key).matches()
                    ? Optional.empty()
                    : Optional.of("expected a setting of Flink or the operator, found " + key);
        }
        try {
            reader.accept(value);
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("expected a value for " + key + ", found " + value + " (" + e.getMessage() + ")");
        }
    }
}
