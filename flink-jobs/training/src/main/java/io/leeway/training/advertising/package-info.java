/** The model of clicks and conversions. */
@NullMarked
package io.leeway.training.advertising;

import org.jspecify.annotations.NullMarked;
