package io.leeway.cli.demo;

import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.util.FileUtils;

/**
 * Where a demo keeps what it needs only while it runs: below {@code demo-work} in the folder of the
 * scores, so that its owner is clear.
 */
record WorkFolders(Path root) {

    private static final String NAME = "demo-work";

    /**
     * Empty folders below {@code out}; what an earlier demo left there is deleted.
     *
     * @throws UserError when that cannot be
     */
    static WorkFolders fresh(Path out) {
        WorkFolders folders = new WorkFolders(out.resolve(NAME).toAbsolutePath());
        folders.delete();
        try {
            for (Path folder : List.of(
                    folders.history(),
                    folders.models(),
                    folders.broker(),
                    folders.checkpoints(),
                    folders.reference())) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw UserError.found("a folder that can be written at " + out, e, "name another with --out", e);
        }
        return folders;
    }

    Path history() {
        return root.resolve("history");
    }

    /** {@code <name>/<version>/} of each model. */
    Path models() {
        return root.resolve("models");
    }

    Path broker() {
        return root.resolve("broker");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** The scores of the reference run, a folder a topic. */
    Path reference() {
        return root.resolve("reference");
    }

    /** Deletes all of it; does nothing where nothing is. */
    void delete() {
        try {
            FileUtils.deleteDirectory(root.toFile());
        } catch (IOException e) {
            throw UserError.found("to delete the demo's work folder " + root, e, "delete it by hand", e);
        }
    }
}
