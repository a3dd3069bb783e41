package io.leeway.sinks;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.TaskInfo;

/**
 * What a sink's subtask writes by itself before each barrier, in the transaction of the records
 * before it. For the task's thread alone.
 */
interface BarrierRecords<I> extends AutoCloseable {
    /** The subtask's watermark rose. */
    void advance(long watermarkMillis);

    /** What has to be written behind all that has been written so far. */
    List<I> records() throws IOException, InterruptedException;

    @Override
    void close();

    /** Those of a subtask. */
    interface Factory<I> extends Serializable {
        BarrierRecords<I> of(TaskInfo task);
    }

    /** Nothing is added. */
    static <I> Factory<I> none() {
        return task -> new BarrierRecords<>() {
            @Override
            public void advance(long watermarkMillis) {}

            @Override
            public List<I> records() {
                return List.of();
            }

            @Override
            public void close() {}
        };
    }
}
