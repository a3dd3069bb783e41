/** Feature vectors and labels to SavedModels, with their figures beside the rules'. */
@NullMarked
package io.leeway.training;

import org.jspecify.annotations.NullMarked;
