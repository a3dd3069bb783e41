package io.leeway.topics.erasure;

import static java.util.Objects.requireNonNull;

import io.leeway.topics.KafkaConnection;
import java.io.Serializable;

/**
 * Where the ledger is. Holds a path and no key: each worker reads the file.
 *
 * @param keyFile of {@link ErasureKey}
 */
public record ErasureOptions(KafkaConnection kafka, String keyFile) implements Serializable {
    private static final long serialVersionUID = 1L;

    public ErasureOptions {
        requireNonNull(kafka, "kafka");
        requireNonNull(keyFile, "keyFile");
    }
}
