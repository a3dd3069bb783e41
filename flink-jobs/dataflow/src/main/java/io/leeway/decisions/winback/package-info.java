/**
 * Wins shoppers back: early warning, the offer by expected uplift under a budget, and a share that
 * is held out.
 */
@NullMarked
package io.leeway.decisions.winback;

import org.jspecify.annotations.NullMarked;
