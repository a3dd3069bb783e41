package io.leeway.secured;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.util.ExceptionUtils;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.filter.ThresholdFilter;

/** Reads all that is logged at INFO and above, by whichever logger, for secrets. Closing ends it. */
final class SecretSearch implements AutoCloseable {
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Queue<String> found = new ConcurrentLinkedQueue<>();
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong settings = new AtomicLong();

    SecretSearch() {
        var root = context.getConfiguration().getRootLogger();
        root.getAppenders().keySet().forEach(root::removeAppender);
        AbstractAppender appender = new AbstractAppender("secrets", null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                read(event);
            }
        };
        appender.start();
        root.addAppender(appender, Level.ALL, null);
        // Whatever the levels of the loggers are.
        context.getConfiguration()
                .addFilter(ThresholdFilter.createFilter(Level.INFO, Filter.Result.ACCEPT, Filter.Result.DENY));
        context.updateLoggers();
    }

    private void read(LogEvent event) {
        String line = event.getLoggerName()
                + ' '
                + event.getMessage().getFormattedMessage()
                + (event.getThrown() == null ? "" : ExceptionUtils.stringifyException(event.getThrown()));
        lines.incrementAndGet();
        if (line.contains("sasl.jaas.config = [hidden]")) {
            settings.incrementAndGet();
        }
        if (isSecret(line)) {
            found.add(line);
        }
    }

    static boolean isSecret(String text) {
        return text.contains(SecuredBroker.PASSWORD) || text.contains(Certificates.PASSWORD);
    }

    /** The lines with a secret. */
    Queue<String> found() {
        return found;
    }

    /** How many lines were read. */
    long lines() {
        return lines.get();
    }

    /** How many of them list the settings of a Kafka client that has a secret. */
    long settings() {
        return settings.get();
    }

    @Override
    public void close() {
        context.reconfigure();
    }
}
