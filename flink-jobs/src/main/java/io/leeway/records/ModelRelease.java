package io.leeway.records;

import java.io.Serializable;

/**
 * From an instant of event time on, this version of a model answers.
 *
 * @param model the model's name, which is also its task's
 * @param version the version, a folder below the name
 * @param digest SHA-256 of the model as the manifest's digest gives it; what is loaded must have it
 * @param location the folder that holds {@code <name>/<version>/}
 * @param effectiveFromMillis event time; the latest release that is effective at a score's as-of time decides
 */
public record ModelRelease(String model, long version, String digest, String location, long effectiveFromMillis)
        implements Serializable {}
