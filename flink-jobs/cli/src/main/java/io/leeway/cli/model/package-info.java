/**
 * The commands about releases of models: to publish one, to take it back, and to see what serves.
 */
@NullMarked
package io.leeway.cli.model;

import org.jspecify.annotations.NullMarked;
