/** What the answers of particular models mean: reasons, interest distributions, item rankings. */
@NullMarked
package io.leeway.model.answers;

import org.jspecify.annotations.NullMarked;
