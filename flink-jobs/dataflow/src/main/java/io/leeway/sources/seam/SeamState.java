package io.leeway.sources.seam;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An enumerator's state, and the seam with which its job started.
 *
 * @param seam null in state that was written before the seam was kept
 * @param source the enumerator's own
 */
record SeamState<E>(@Nullable Instant seam, E source) {}
