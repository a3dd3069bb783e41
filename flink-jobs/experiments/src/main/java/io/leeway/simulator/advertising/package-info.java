/** A simulated market of advertisements. */
@NullMarked
package io.leeway.simulator.advertising;

import org.jspecify.annotations.NullMarked;
