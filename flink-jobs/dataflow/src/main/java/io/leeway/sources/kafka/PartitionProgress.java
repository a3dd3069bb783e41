package io.leeway.sources.kafka;

import io.leeway.topics.Progress;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * What a partition's records said of its writer's progress: the watermark of each of its subtasks.
 * Those of another parallelism begin a new set: the writer was rescaled, and which subtask has which
 * users changed. For one thread.
 */
final class PartitionProgress {
    private static final long NONE = Long.MIN_VALUE;

    private long[] subtasks;
    private long watermarkMillis;

    PartitionProgress() {
        this(new long[0], NONE);
    }

    private PartitionProgress(long[] subtasks, long watermarkMillis) {
        this.subtasks = subtasks;
        this.watermarkMillis = watermarkMillis;
    }

    /** Takes a record of progress, and gives the partition's watermark. */
    long advance(Progress progress) {
        if (subtasks.length != progress.parallelism()) {
            subtasks = new long[progress.parallelism()];
            Arrays.fill(subtasks, NONE);
        }
        subtasks[progress.subtask()] = Math.max(subtasks[progress.subtask()], progress.watermarkMillis());
        watermarkMillis =
                Math.max(watermarkMillis, Arrays.stream(subtasks).min().orElse(NONE));
        return watermarkMillis;
    }

    /** The smallest long where not every subtask has reported yet. */
    long watermarkMillis() {
        return watermarkMillis;
    }

    void write(DataOutputSerializer out) throws IOException {
        out.writeLong(watermarkMillis);
        out.writeInt(subtasks.length);
        for (long each : subtasks) {
            out.writeLong(each);
        }
    }

    static PartitionProgress read(DataInputDeserializer in) throws IOException {
        long watermarkMillis = in.readLong();
        long[] subtasks = new long[in.readInt()];
        for (int subtask = 0; subtask < subtasks.length; subtask++) {
            subtasks[subtask] = in.readLong();
        }
        return new PartitionProgress(subtasks, watermarkMillis);
    }

    PartitionProgress copy() {
        return new PartitionProgress(subtasks.clone(), watermarkMillis);
    }
}
