package io.leeway.functions.provider;

import io.leeway.model.ModelManifest;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One version of a model, settled when a statement is planned, so that every task serves the same.
 *
 * @param folder its folder, absolute, on a file system of Flink's
 * @param digest what its files must hash to
 */
public record ModelAddress(String folder, String digest) implements Serializable {
    /** Which version it is: the manifest says so, or the folder's name where that is a number. */
    OptionalLong version(Optional<ModelManifest> manifest) {
        String name = folder.substring(folder.lastIndexOf('/') + 1);
        return manifest.isPresent()
                ? OptionalLong.of(manifest.get().version())
                : name.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(name)) : OptionalLong.empty();
    }
}
