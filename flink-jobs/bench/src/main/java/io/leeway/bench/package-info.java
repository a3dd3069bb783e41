/** The benchmarks. */
@NullMarked
package io.leeway.bench;

import org.jspecify.annotations.NullMarked;
