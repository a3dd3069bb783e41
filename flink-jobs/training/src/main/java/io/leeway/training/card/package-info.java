/** The manifest and the model card: what a training writes about its model. */
@NullMarked
package io.leeway.training.card;

import org.jspecify.annotations.NullMarked;
