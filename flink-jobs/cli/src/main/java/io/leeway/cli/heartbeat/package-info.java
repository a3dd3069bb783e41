/** {@code leeway heartbeat}: records without key and value, which move the watermark of a partition. */
@NullMarked
package io.leeway.cli.heartbeat;

import org.jspecify.annotations.NullMarked;
