package io.leeway.model;

import java.nio.file.Path;

/**
 * Where one version of a model lies.
 *
 * @param name the model's name
 * @param version its version
 * @param directory {@code <base>/<name>/<version>}, the version as the folder is spelt
 */
public record ModelLocation(String name, long version, Path directory) {
    /** Refuses a manifest that speaks of another model than the folders do. */
    public void requireManifest(ModelManifest manifest) {
        if (!manifest.name().equals(name) || manifest.version() != version) {
            throw ModelException.of(
                    "Model " + directory,
                    "a manifest of " + name + " version " + version,
                    "one of " + manifest.name() + " version " + manifest.version(),
                    "move the model to the folder of its name and version");
        }
    }
}
