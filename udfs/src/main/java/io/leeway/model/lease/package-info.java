/** Values that are loaded once for all who use them. */
@NullMarked
package io.leeway.model.lease;

import org.jspecify.annotations.NullMarked;
