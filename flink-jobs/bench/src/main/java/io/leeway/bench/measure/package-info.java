/** Rounds, results and the shop that benchmarks share. */
@NullMarked
package io.leeway.bench.measure;

import org.jspecify.annotations.NullMarked;
