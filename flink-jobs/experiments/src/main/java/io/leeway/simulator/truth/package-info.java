/** What is hidden of a simulated shop, and the best that can be known of it. */
@NullMarked
package io.leeway.simulator.truth;

import org.jspecify.annotations.NullMarked;
