package io.leeway.jobs.options;

import java.util.List;
import java.util.Map;

/**
 * The options of SQL files as a job.
 *
 * @param files SQL files, on any file system that Flink knows, in order
 * @param batch whether they run in batch; else streaming
 * @param settings options of Flink, as {@code SET 'KEY' = 'VALUE'} sets them
 */
public record SqlJobOptions(List<String> files, boolean batch, Map<String, String> settings) {
    public SqlJobOptions {
        files = List.copyOf(files);
        settings = Map.copyOf(settings);
        if (files.isEmpty()) {
            throw new IllegalArgumentException("Expected SQL files, found none; name at least one");
        }
    }
}
