package io.leeway.jobs;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;

/** Flink's settings that every environment of the dataflow shares, wherever it runs. */
public final class JobSettings {
    private JobSettings() {}

    /** For history in batch. */
    public static Configuration batch() {
        Configuration settings = new Configuration();
        if (Boolean.parseBoolean(System.getProperty("x.reuse", "true"))) {
            settings.set(PipelineOptions.OBJECT_REUSE, true);
        }
        return settings;
    }

    /** For a job without end. */
    public static Configuration streaming() {
        Configuration settings = batch();
        settings.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(Integer.getInteger("x.mark", 200)));
        settings.set(ExecutionOptions.BUFFER_TIMEOUT, Duration.ofMillis(Integer.getInteger("x.buffer", 100)));
        return settings;
    }
}
