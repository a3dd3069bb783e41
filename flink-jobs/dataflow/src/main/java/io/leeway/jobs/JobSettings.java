package io.leeway.jobs;

import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink's settings that every environment of the dataflow shares, in this process and on a cluster. */
public final class JobSettings {
    private static final Duration WATERMARKS = Duration.ofMillis(50);
    private static final Duration BUFFERS = Duration.ofMillis(10);

    private JobSettings() {}

    /** For history in batch. */
    public static Configuration batch() {
        Configuration settings = new Configuration();
        // Safe, since records are immutable: without it Flink copies each between operators of a chain.
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        return settings;
    }

    /** A batch environment of two slots in this process, for bounded runs. */
    public static StreamExecutionEnvironment localBatch() {
        Configuration settings = batch();
        settings.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(256));
        return StreamExecutionEnvironment.createLocalEnvironment(2, settings);
    }

    /** For a live job. */
    public static Configuration streaming() {
        Configuration settings = batch();
        // What is due is asked for when a watermark passes it: at Flink's 200 ms a fifth of a second's requests come at
        // once, and queue before the models.
        settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARKS);
        // A request in a half-full network buffer waits for it to be sent: at Flink's 100 ms five times as long as for
        // its bundle. Under full load buffers fill before either.
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFERS);
        return settings;
    }
}
