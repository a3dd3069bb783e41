package io.leeway.model.trial;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelLocation;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the process is asked, as JSON on its standard input.
 *
 * @param model the name that the manifest must have; null where that is not looked at
 */
record TrialRequest(
        String root,
        @Nullable String model,
        long version,
        @Nullable String digest,
        boolean foreign,
        @Nullable String task,
        Map<String, Long> profile,
        int rows) {
    static TrialRequest of(ModelLocation location, LoadOptions options, int rows) {
        return of(location.directory(), location.name(), location.version(), options, rows);
    }

    static TrialRequest of(Path folder, LoadOptions options, int rows) {
        return of(folder, null, 0, options, rows);
    }

    private static TrialRequest of(Path folder, @Nullable String model, long version, LoadOptions options, int rows) {
        Task task = options.task();
        return new TrialRequest(
                folder.toString(),
                model,
                version,
                options.digest(),
                options.foreign(),
                task == null ? null : task.id(),
                options.profile(),
                rows);
    }

    LoadOptions options() {
        LoadOptions plain = foreign ? LoadOptions.anyModel() : LoadOptions.released();
        LoadOptions load = task == null ? plain : LoadOptions.serving(Task.of(task), profile);
        return load.withDigest(digest);
    }
}
