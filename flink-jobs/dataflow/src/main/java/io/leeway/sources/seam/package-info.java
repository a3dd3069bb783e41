/** History and then the live topic: the switch between them, and the seam in the job's state. */
@NullMarked
package io.leeway.sources.seam;

import org.jspecify.annotations.NullMarked;
