/** SQL rows to tensors and back. */
@NullMarked
package io.leeway.functions.rows;

import org.jspecify.annotations.NullMarked;
