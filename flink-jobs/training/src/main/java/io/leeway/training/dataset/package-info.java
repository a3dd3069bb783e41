/** Examples, labels, vocabularies and scaling: what a network is trained on. */
@NullMarked
package io.leeway.training.dataset;

import org.jspecify.annotations.NullMarked;
