package io.leeway.functions.provider;

import io.leeway.model.LoadOptions;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.lease.Lease;
import java.nio.file.Path;

/** Brings a model to this machine and into TensorFlow. */
public final class OpenModel {
    private OpenModel() {}

    /**
     * Copies the model where it is remote, loads it unless it is loaded, and has it answer its
     * golden rows. The caller closes the lease.
     *
     * @throws io.leeway.model.ModelException when its files are not those of the digest, or it
     *     can't be loaded
     */
    public static Lease<SavedModel> open(ModelAddress address, int threads) {
        Lease<Path> copy = LocalCopies.acquire(new org.apache.flink.core.fs.Path(address.folder()), address.digest());
        try {
            Lease<SavedModel> lease = SharedModels.acquire(
                    copy.value(), LoadOptions.anyModel().withThreads(threads, 1).withDigest(address.digest()));
            return new Lease<>(lease.value(), () -> {
                lease.close();
                copy.close();
            });
        } catch (RuntimeException refused) {
            copy.close();
            throw refused;
        }
    }
}
