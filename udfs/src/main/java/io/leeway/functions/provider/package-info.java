/** The model provider {@code tensorflow} behind {@code ML_PREDICT}. */
@NullMarked
package io.leeway.functions.provider;

import org.jspecify.annotations.NullMarked;
