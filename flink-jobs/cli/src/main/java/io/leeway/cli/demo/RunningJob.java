package io.leeway.cli.demo;

import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The scoring job of a demo while it runs. Thread-safe; closing it stops the job, and what it has
 * not committed is lost.
 */
interface RunningJob extends AutoCloseable {

    /**
     * Returns when history has been read and the job reads Kafka.
     *
     * @param historyRead takes how many lines of history are behind a checkpoint
     */
    void awaitLive(LongConsumer historyRead) throws InterruptedException;

    /**
     * Returns when all that was played up to now has been scored and committed, and the job has
     * ended in order.
     */
    void awaitDrained() throws InterruptedException;

    /** @throws RuntimeException with a line for people, when the job has failed for good */
    void requireAlive();

    int restarts();

    /** A line each, in order. */
    List<String> restartCauses();

    /** The address of Flink's web interface. */
    @Nullable
    String flinkUi();

    @Override
    void close();
}
