/** On which threads a model is called, for how long, and the figures of its calls. */
@NullMarked
package io.leeway.model.calls;

import org.jspecify.annotations.NullMarked;
