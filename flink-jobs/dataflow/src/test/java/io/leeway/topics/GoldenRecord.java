package io.leeway.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.leeway.records.SinkRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Values of topics as they are published, byte for byte: what changes one changes what other systems read. They are
 * named after the topic, with a variant after '+'. {@code -Dleeway.golden.rewrite=true} writes them.
 */
public final class GoldenRecord {
    private static final Path FOLDER = Path.of("src/test/resources/io/leeway/topics");

    private GoldenRecord() {}

    /** The record's value has the bytes of the file. */
    public static byte[] check(String name, SinkRecord record) throws IOException {
        String topic = name.contains("+") ? name.substring(0, name.indexOf('+')) : name;
        assertThat(record.topic()).isEqualTo("leeway." + topic);
        return check(name, Objects.requireNonNull(record.value()));
    }

    /** The bytes are those of the file. */
    public static byte[] check(String name, byte[] value) throws IOException {
        Path file = FOLDER.resolve(name + ".json");
        if (Boolean.getBoolean("leeway.golden.rewrite")) {
            Files.createDirectories(FOLDER);
            Files.write(file, value);
        }
        assertThat(new String(value, UTF_8)).isEqualTo(Files.readString(file));
        return value;
    }
}
