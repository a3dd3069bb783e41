package io.leeway.functions.provider;

import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.lease.Lease;
import io.leeway.model.trial.TriedModels;
import org.apache.flink.core.fs.Path;

/** Brings a model to this machine and into TensorFlow. */
public final class OpenModel {
    private OpenModel() {}

    /**
     * Copies the model, tries it in a process of its own, loads it unless it is loaded, and has it
     * answer its golden rows. A call that takes too long fails. The caller closes the lease.
     *
     * @throws io.leeway.model.ModelException when its files are not those of the digest, or it
     *     can't be loaded
     */
    public static Lease<SavedModel> open(ModelAddress address, CallSettings calling) {
        LoadOptions options = LoadOptions.anyModel()
                .withThreads(calling.threads(), 1)
                .withDigest(address.digest())
                .withCallTime(calling.timeout());
        return SharedModels.acquire(
                VersionFolders.source(new Path(address.folder())),
                options,
                files -> TriedModels.require(files, options));
    }
}
