/** History files, Kafka, both in one; importers; decoding; watermarks; quarantine. */
@NullMarked
package io.leeway.sources;

import org.jspecify.annotations.NullMarked;
