/** What is done about scores: whether a canary may go on; in packages of their own recommendations, advertising, win-back, and whether they worked. */
@NullMarked
package io.leeway.decisions;

import org.jspecify.annotations.NullMarked;
