package io.leeway.training;

import io.leeway.model.ModelManifest;
import java.nio.file.Path;

/**
 * A model on disk, whole and verified: it was loaded again and its figures were taken from what was
 * loaded.
 *
 * @param directory {@code <name>/<version>/} with the SavedModel, its golden rows and its manifest
 */
public record TrainedModel(Path directory, ModelManifest manifest) {}
