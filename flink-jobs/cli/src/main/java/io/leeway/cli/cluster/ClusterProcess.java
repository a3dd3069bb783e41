package io.leeway.cli.cluster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that a cluster started, as it can be found again: a pid alone may have become
 * another's.
 *
 * @param name of the process and its log, as {@code taskmanager-1}
 */
record ClusterProcess(String name, long pid, String startedAt) {

    /** The system's clock of starts may move by the second when it is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    static ClusterProcess of(String name, ProcessHandle handle) {
        return new ClusterProcess(
                name,
                handle.pid(),
                handle.info().startInstant().orElse(Instant.EPOCH).toString());
    }

    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isTheSame);
    }

    @JsonIgnore
    boolean isAlive() {
        return handle().isPresent();
    }

    private boolean isTheSame(ProcessHandle handle) {
        return handle.info()
                .startInstant()
                .map(start ->
                        Duration.between(Instant.parse(startedAt), start).abs().compareTo(TOLERANCE) <= 0)
                .orElse(true);
    }
}
