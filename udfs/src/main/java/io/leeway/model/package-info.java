/**
 * The SavedModel runtime: load, verify, warm up, call in bundles. With training, the only importer
 * of {@code org.tensorflow}.
 */
@NullMarked
package io.leeway.model;

import org.jspecify.annotations.NullMarked;
