/** Options of a training and its progress. Depends on no other package of training. */
@NullMarked
package io.leeway.training.options;

import org.jspecify.annotations.NullMarked;
