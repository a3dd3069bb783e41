/** The scoring job and the deciders together under random faults from a seed. */
@NullMarked
package io.leeway.chaos;

import org.jspecify.annotations.NullMarked;
