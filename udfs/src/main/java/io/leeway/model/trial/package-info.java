/** A model is tried in a process of its own before a job loads it. */
@NullMarked
package io.leeway.model.trial;

import org.jspecify.annotations.NullMarked;
