package io.leeway.functions.provider;

import io.leeway.model.InferenceMetrics;
import io.leeway.model.LoadOptions;
import io.leeway.model.Predictor;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.answers.MeteredPredictor;
import org.apache.flink.core.fs.Path;

/** A model on this machine and in TensorFlow, until the caller closes it, once or more. */
public final class OpenModel implements AutoCloseable {
    private final LocalCopies.Lease copy;
    private final SharedModels.Lease lease;

    private OpenModel(LocalCopies.Lease copy, SharedModels.Lease lease) {
        this.copy = copy;
        this.lease = lease;
    }

    /**
     * Copies the model where it is remote, loads it unless it is loaded, and has it answer its
     * golden rows.
     *
     * @throws io.leeway.model.ModelException when its files are not those of the digest, or it
     *     can't be loaded
     */
    public static OpenModel open(ModelAddress address, int threads) {
        LocalCopies.Lease copy = LocalCopies.acquire(new Path(address.folder()), address.digest());
        try {
            SharedModels.Lease lease = SharedModels.acquire(
                    copy.directory(),
                    LoadOptions.anyModel().withThreads(threads, 1).withDigest(address.digest()));
            return new OpenModel(copy, lease);
        } catch (RuntimeException refused) {
            copy.close();
            throw refused;
        }
    }

    public SavedModel model() {
        return lease.model();
    }

    /** The model, with its calls counted and timed. */
    Predictor metered(InferenceMetrics metrics) {
        return new MeteredPredictor(lease.model(), metrics, System::nanoTime);
    }

    @Override
    public void close() {
        lease.close();
        copy.close();
    }
}
