package io.leeway.cli.savepoint;

import io.leeway.cli.console.PrettyJson;
import io.leeway.cli.console.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an interrupted bootstrap was about, and how far it was: a file in its folder.
 *
 * @param events its lines; 0 where its index does not say
 */
record BootstrapJournal(
        String history, long events, String seam, String savepoint, int maxParallelism, boolean profilesDone) {
    private static final String FILE = "bootstrap.json";

    static Optional<BootstrapJournal> read(Path work) throws IOException {
        return PrettyJson.readIfThere(work.resolve(FILE), BootstrapJournal.class);
    }

    void write(Path work) throws IOException {
        Files.createDirectories(work);
        PrettyJson.replace(work.resolve(FILE), this);
    }

    BootstrapJournal withProfilesDone() {
        return new BootstrapJournal(history, events, seam, savepoint, maxParallelism, true);
    }

    /** @throws UserError when this is another run's journal */
    void requireSame(BootstrapJournal now, Path work) {
        if (!withProfilesDone().equals(now.withProfilesDone())) {
            throw new UserError("Expected the bootstrap that was interrupted in " + work + ", of " + history + " up to "
                    + seam + " (" + events + " events) to " + savepoint + ", found " + now.history() + " up to "
                    + now.seam() + " (" + now.events() + " events) to " + now.savepoint()
                    + "; give the same arguments, or another --work, or delete the folder");
        }
    }
}
