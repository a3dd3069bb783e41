/** What a graph would do, read out of its definition: a model is judged before TensorFlow sees it. */
@NullMarked
package io.leeway.model.graph;

import org.jspecify.annotations.NullMarked;
