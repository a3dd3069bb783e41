package io.leeway.model.trial;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a process without network where the platform permits that: on Linux, where users may make
 * namespaces. Elsewhere the process has the network of this one.
 */
final class NetworkIsolation {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkIsolation.class);
    private static final List<String> OWN_NAMESPACE = List.of("unshare", "--user", "--map-current-user", "--net", "--");
    private static final long PATIENCE_SECONDS = 10;

    /** Found once a process. */
    private static final class Found {
        private static final boolean PERMITTED = isPermitted();
    }

    private NetworkIsolation() {}

    /** What comes before a command, so that it has no network; empty where that is not possible. */
    static List<String> prefix() {
        return Found.PERMITTED ? OWN_NAMESPACE : List.of();
    }

    private static boolean isPermitted() {
        ProcessBuilder probe = new ProcessBuilder(
                Stream.concat(OWN_NAMESPACE.stream(), Stream.of("true")).toList());
        try {
            Process process = probe.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            if (ended && process.exitValue() == 0) {
                return true;
            }
        } catch (IOException absent) {
            LOG.debug("No unshare here", absent);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        LOG.info("Models are tried with this process's network: the platform permits no namespace without one");
        return false;
    }
}
