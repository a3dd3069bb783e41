/** Exactly-once Kafka, files. */
@NullMarked
package io.leeway.sinks;

import org.jspecify.annotations.NullMarked;
