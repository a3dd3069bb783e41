package io.leeway.model;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a model a process, however many operators call it.
 *
 * <p>Models are identified by canonical path and digest. The caller closes its lease; with the last
 * lease the native memory is freed. Several threads that ask for the same model at a time wait for
 * one load; when it fails, each gets its error, and the next one tries again. The threads of the
 * first to load a model are those of all. Thread-safe. A lease must never be kept in Flink's state.
 */
public final class SharedModels {
    private static final Map<Key, Entry> LOADED = new HashMap<>();

    private SharedModels() {}

    private record Key(Path directory, String digest) {}

    private static final class Entry {
        private final FutureTask<SavedModel> load;
        private int leases;
        /** Set once the load has succeeded. */
        private @Nullable SavedModel model;

        private Entry(FutureTask<SavedModel> load) {
            this.load = load;
        }
    }

    /** Lends a model; closing it twice does nothing. */
    public static final class Lease implements AutoCloseable {
        private final Key key;
        private final SavedModel model;
        private boolean closed;

        private Lease(Key key, SavedModel model) {
            this.key = key;
            this.model = model;
        }

        /** The model, open as long as the lease is. Don't close it. */
        public SavedModel model() {
            return model;
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                release(key);
            }
        }
    }

    /**
     * The model of a location, loaded unless it is already. Without a digest in the options all
     * files are hashed at every call.
     *
     * @throws ModelException as {@link SavedModel#load(Path, LoadOptions)}
     */
    public static Lease acquire(ModelLocation location, LoadOptions options) {
        Lease lease = acquire(location.directory(), options);
        try {
            lease.model().manifest().ifPresent(location::requireManifest);
            return lease;
        } catch (RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    /** The model of a directory, loaded unless it is already. */
    public static Lease acquire(Path directory, LoadOptions options) {
        String expected = options.digest();
        Key key = new Key(
                canonical(directory),
                expected == null ? ModelDigest.of(directory).digest() : expected);
        Entry entry;
        synchronized (LOADED) {
            entry = LOADED.computeIfAbsent(
                    key,
                    absent -> new Entry(new FutureTask<>(
                            () -> SavedModel.load(key.directory(), options.withDigest(key.digest())))));
            entry.leases++;
        }
        // Outside the lock, so that one slow load does not hold up the others; a task that has run
        // does not run again.
        entry.load.run();
        Lease lease = new Lease(key, loaded(key, entry));
        try {
            lease.model().requireFit(options);
            return lease;
        } catch (RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    /** How many models are loaded or being loaded in this process. */
    public static int size() {
        synchronized (LOADED) {
            return LOADED.size();
        }
    }

    private static SavedModel loaded(Key key, Entry entry) {
        try {
            SavedModel model = entry.load.get();
            synchronized (LOADED) {
                entry.model = model;
            }
            return model;
        } catch (ExecutionException failed) {
            forget(key, entry);
            if (failed.getCause() instanceof ModelException refused) {
                throw refused;
            }
            throw new ModelException(
                    "Model " + key.directory() + ": expected to load it, found "
                            + ModelException.firstLine(requireNonNull(failed.getCause())) + "; see the cause",
                    failed.getCause());
        } catch (InterruptedException | CancellationException interrupted) {
            Thread.currentThread().interrupt();
            release(key);
            throw new ModelException(
                    "Model " + key.directory()
                            + ": expected to wait for its load, found an interrupt; the job is ending",
                    interrupted);
        }
    }

    /** A failed load leaves nothing behind, unless another load of it has begun. */
    private static void forget(Key key, Entry failed) {
        synchronized (LOADED) {
            LOADED.remove(key, failed);
        }
    }

    private static void release(Key key) {
        SavedModel last = null;
        synchronized (LOADED) {
            Entry entry = LOADED.get(key);
            if (entry != null && --entry.leases == 0) {
                LOADED.remove(key);
                last = entry.model;
            }
        }
        if (last != null) {
            last.close();
        }
    }

    private static Path canonical(Path directory) {
        try {
            return directory.toRealPath();
        } catch (IOException absent) {
            throw new ModelException(
                    "Model " + directory + ": expected a directory with a " + SavedModelFile.FILE_NAME
                            + ", found nothing; give the folder of one version, <name>/<version>",
                    absent);
        }
    }
}
