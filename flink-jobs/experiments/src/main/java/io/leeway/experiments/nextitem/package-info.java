/** Which item does a shopper turn to next? */
@NullMarked
package io.leeway.experiments.nextitem;

import org.jspecify.annotations.NullMarked;
