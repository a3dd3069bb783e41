/**
 * Interest that moves to bids: targeting, budgets, pacing, caps, and the choice of hour and
 * channel.
 */
@NullMarked
package io.leeway.decisions.advertising;

import org.jspecify.annotations.NullMarked;
