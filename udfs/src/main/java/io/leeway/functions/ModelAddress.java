package io.leeway.functions;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * One version of a model, settled when a statement is planned, so that every task serves the same.
 *
 * @param folder its folder, absolute, on a file system of Flink's
 * @param digest what its files must hash to
 */
record ModelAddress(String folder, String digest) implements Serializable {

    ModelAddress {
        requireNonNull(folder, "folder");
        requireNonNull(digest, "digest");
    }
}
