/**
 * A shopper, in plain Java: events, the bounded profile, features, and what falls due. No Flink, no
 * TensorFlow.
 */
@NullMarked
package io.leeway.shopper;

import org.jspecify.annotations.NullMarked;
