/**
 * Sums, regressions and estimators that running jobs use. They know neither Flink nor TensorFlow.
 */
@NullMarked
package io.leeway.estimators;

import org.jspecify.annotations.NullMarked;
