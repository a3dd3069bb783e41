/**
 * A cluster of real processes on one machine, out of the Flink home: started, asked, given jobs,
 * rehearsed with and stopped.
 */
@NullMarked
package io.leeway.cli.cluster;

import org.jspecify.annotations.NullMarked;
