package io.leeway.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One real broker for all test classes that ask for one; starting it takes longer than most tests.
 * Topics are named by the test.
 */
public final class SharedBroker implements ParameterResolver {

    private record Running(EmbeddedBroker broker, Path folder) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            broker.close();
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedBroker.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedBroker.class))
                .getOrComputeIfAbsent(Running.class, ignored -> start(), Running.class)
                .broker();
    }

    private static Running start() {
        try {
            Path folder = Files.createTempDirectory("leeway-broker");
            return new Running(EmbeddedBroker.start(folder), folder);
        } catch (Exception e) {
            throw new IllegalStateException("No broker", e);
        }
    }
}
