package io.leeway.sources;

import io.leeway.operators.EndlessInput;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamSource;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Adds sources so that a checkpoint stays behind the splits that were assigned before it.
 *
 * <p>In Flink 2.3 the start of an unaligned checkpoint is an urgent mail of the source's task: it
 * overtakes a split that was assigned and waits in the mailbox. The split is then neither in the
 * reader's state nor in the enumerator's, and a job restored from that checkpoint never reads it: a
 * file of history or a partition is lost without an error. A checkpoint that begins aligned and
 * becomes unaligned after a millisecond keeps the order.
 */
public final class CheckpointOrder {
    private static final Duration ALIGNED = Duration.ofMillis(1);

    private CheckpointOrder() {}

    /** {@link StreamExecutionEnvironment#fromSource}, and an alignment that keeps the order. */
    public static <T> DataStreamSource<T> source(
            StreamExecutionEnvironment env,
            Source<T, ?, ?> source,
            WatermarkStrategy<T> watermarks,
            String name,
            TypeInformation<T> type) {
        CheckpointConfig checkpoints = env.getCheckpointConfig();
        if (checkpoints.isUnalignedCheckpointsEnabled()
                && checkpoints.getAlignedCheckpointTimeout().isZero()) {
            checkpoints.setAlignedCheckpointTimeout(ALIGNED);
        }
        return env.fromSource(source, watermarks, name, type);
    }

    /** The same under a uid; without the end of time, which a topic has not. */
    static <T> DataStream<T> endless(
            StreamExecutionEnvironment env,
            Source<T, ?, ?> source,
            WatermarkStrategy<T> watermarks,
            String uid,
            TypeInformation<T> type) {
        return EndlessInput.of(source(env, source, watermarks, uid, type).uid(uid));
    }

    /**
     * The same of a topic that holds nothing back while it is silent.
     *
     * @param silence after which it is; one that is read to its end is silent there
     */
    static <T> DataStream<T> besides(
            StreamExecutionEnvironment env,
            Source<T, ?, ?> source,
            WatermarkStrategy<T> watermarks,
            Duration silence,
            String uid,
            TypeInformation<T> type) {
        return source.getBoundedness() == Boundedness.BOUNDED
                ? source(env, source, new EachRecord<>(watermarks), uid, type).uid(uid)
                : endless(env, source, watermarks.withIdleness(silence), uid, type);
    }
}
