package io.leeway.model.trial;

import io.leeway.model.LoadOptions;
import io.leeway.model.ModelLocation;
import io.leeway.shopper.Task;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the process is asked, as JSON on its standard input. */
record TrialRequest(
        String root,
        String model,
        long version,
        @Nullable String digest,
        @Nullable String task,
        Map<String, Long> profile,
        int rows) {
    static TrialRequest of(ModelLocation location, LoadOptions options, int rows) {
        Task task = options.task();
        return new TrialRequest(
                location.directory().toString(),
                location.name(),
                location.version(),
                options.digest(),
                task == null ? null : task.id(),
                options.profile(),
                rows);
    }

    ModelLocation location() {
        return new ModelLocation(model, version, Path.of(root));
    }

    LoadOptions options() {
        LoadOptions load = task == null ? LoadOptions.released() : LoadOptions.serving(Task.of(task), profile);
        return load.withDigest(digest);
    }
}
