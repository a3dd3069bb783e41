/** The main classes that {@code flink run} takes; the only place that sees every stage. */
@NullMarked
package io.leeway.jobs;

import org.jspecify.annotations.NullMarked;
