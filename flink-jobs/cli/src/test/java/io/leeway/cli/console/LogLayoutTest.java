package io.leeway.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The layouts of the home's logs and of Kubernetes': data in a message forges no line. */
class LogLayoutTest {
    private static final Path HOME = Path.of("src", "main", "home", "conf");
    private static final Path KUBERNETES = Path.of("..", "..", "k8s", "base");
    private static final List<Path> FILES = List.of(
            HOME.resolve("log4j.properties"),
            HOME.resolve("log4j-console.properties"),
            KUBERNETES.resolve("scoring.yaml"),
            KUBERNETES.resolve("sql-cluster.yaml"));

    @ParameterizedTest
    @MethodSource("io.leeway.cli.console.HostileText#ids")
    void aRecordIsOneLineAndItsTraceIsIndented(String id) throws IOException {
        for (Path file : FILES) {
            String logged = layout(file).toSerializable(event(id, null));
            HostileText.assertInert(logged);
            assertThat(logged.lines()).hasSize(1);
            String trace = layout(file).toSerializable(event("failed", new IOException(id, new IOException(id))));
            HostileText.assertInert(trace.replace("\t", "").replaceAll("\n+", "\n"));
            assertThat(trace.lines().skip(2)).allMatch(line -> line.isEmpty() || line.startsWith("  "));
            assertThat(trace).contains("\n  Caused by: java.io.IOException: ", "\n  \tat io.leeway.");
        }
    }

    private static Log4jLogEvent event(String message, Exception failure) {
        return Log4jLogEvent.newBuilder()
                .setLoggerName("io.leeway")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThrown(failure)
                .build();
    }

    private static PatternLayout layout(Path file) throws IOException {
        String settings = Files.readString(file)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("appender."))
                .map(line -> line.replaceFirst("^appender\\.\\w+\\.", ""))
                .collect(Collectors.joining("\n"));
        Properties properties = new Properties();
        properties.load(new StringReader(settings));
        return PatternLayout.newBuilder()
                .withPattern(properties.getProperty("layout.pattern"))
                .withAlwaysWriteExceptions(
                        Boolean.parseBoolean(properties.getProperty("layout.alwaysWriteExceptions", "true")))
                .build();
    }
}
