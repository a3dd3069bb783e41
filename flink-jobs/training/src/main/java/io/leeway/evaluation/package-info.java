/**
 * How good a model is, beside the rules it must beat: rules, figures, intervals, reports. Plain
 * Java on arrays and records; it knows neither TensorFlow nor Flink.
 */
@NullMarked
package io.leeway.evaluation;

import org.jspecify.annotations.NullMarked;
