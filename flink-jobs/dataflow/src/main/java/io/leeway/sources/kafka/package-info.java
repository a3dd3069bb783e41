/** Kafka sources that lose no record without an error. */
@NullMarked
package io.leeway.sources.kafka;

import org.jspecify.annotations.NullMarked;
