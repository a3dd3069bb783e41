package io.leeway.cli.model;

/**
 * A version of a model, as a release names it.
 *
 * @param digest empty where nothing is to be loaded
 */
record NamedVersion(String model, long version, String digest, String location) {}
