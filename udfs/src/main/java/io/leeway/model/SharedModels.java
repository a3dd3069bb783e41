package io.leeway.model;

import io.leeway.model.files.LocalFolder;
import io.leeway.model.files.SourceFolder;
import io.leeway.model.lease.Lease;
import io.leeway.model.lease.LeasePool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * One instance of a model a process, however many operators call it.
 *
 * <p>Models are identified by where they are, for local ones the canonical path, and digest. The caller closes its lease; with the last
 * lease the native memory is freed. The threads of the first to load a model are those of all.
 * Thread-safe.
 */
public final class SharedModels {
    private static final LeasePool<Key, SavedModel> LOADED = new LeasePool<>(SavedModel::close, SharedModels::failed);

    private SharedModels() {}

    private record Key(String location, String digest) {}

    /**
     * The model of a location, loaded unless it is already. Without a digest in the options all
     * files are hashed at every call.
     *
     * @throws ModelException as {@link SavedModel#load(Path, LoadOptions)}
     */
    public static Lease<SavedModel> acquire(ModelLocation location, LoadOptions options) {
        Lease<SavedModel> lease = acquire(location.directory(), options);
        return checked(lease, () -> lease.value().manifest().ifPresent(location::requireManifest));
    }

    /** The model of a directory, loaded unless it is already. */
    public static Lease<SavedModel> acquire(Path directory, LoadOptions options) {
        return acquire(new LocalFolder(directory), options);
    }

    /** The model of a folder on a file system of any kind, loaded unless it is already. */
    public static Lease<SavedModel> acquire(SourceFolder named, LoadOptions options) {
        return acquire(named, options, files -> {});
    }

    /**
     * The same.
     *
     * @param check throws where the files may not be loaded, which it sees before
     */
    public static Lease<SavedModel> acquire(SourceFolder named, LoadOptions options, Consumer<ModelFiles> check) {
        SourceFolder folder = named instanceof LocalFolder local ? new LocalFolder(canonical(local.path())) : named;
        String expected = options.digest();
        Key key = new Key(
                folder.location(), expected == null ? ModelDigest.of(folder).digest() : expected);
        Lease<SavedModel> lease = LOADED.acquire(key, () -> {
            try (ModelFiles files = ModelFiles.copy(folder)) {
                check.accept(files);
                return SavedModel.load(files, options.withDigest(key.digest()));
            }
        });
        return checked(lease, () -> lease.value().requireFit(options));
    }

    public static int size() {
        return LOADED.size();
    }

    private static Lease<SavedModel> checked(Lease<SavedModel> lease, Runnable check) {
        try {
            check.run();
            return lease;
        } catch (RuntimeException refused) {
            lease.close();
            throw refused;
        }
    }

    private static ModelException failed(Key key, Throwable cause) {
        return cause instanceof ModelException refused
                ? refused
                : new ModelException(
                        "Model " + key.location()
                                + (cause instanceof InterruptedException
                                        ? ": expected to wait for its load, found an interrupt; the job is ending"
                                        : ": expected to load it, found " + ModelException.firstLine(cause)
                                                + "; see the cause"),
                        cause);
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
