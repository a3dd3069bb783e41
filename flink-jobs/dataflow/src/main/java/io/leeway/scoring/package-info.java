/** Feature vectors to scores, in bundles; model releases. */
@NullMarked
package io.leeway.scoring;

import org.jspecify.annotations.NullMarked;
