/** What do bids by expected value return in simulated shops? */
@NullMarked
package io.leeway.experiments.advertising;

import org.jspecify.annotations.NullMarked;
