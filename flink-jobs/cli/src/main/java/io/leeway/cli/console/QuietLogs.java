package io.leeway.cli.console;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Keeps what Kafka says of itself out of the terminal: a starting broker alone writes hundreds of
 * lines.
 */
public final class QuietLogs {

    private static final List<String> LOUD =
            List.of("kafka", "org.apache.kafka", "state.change.logger", "org.apache.kafka.common.test");

    private QuietLogs() {}

    /** From now on Kafka's client and broker log errors only. */
    public static void kafka() {
        for (String logger : LOUD) {
            Configurator.setLevel(logger, Level.ERROR);
        }
    }
}
