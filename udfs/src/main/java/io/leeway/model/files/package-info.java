/** Reads folders of others: within limits, without links, and each byte once. */
@NullMarked
package io.leeway.model.files;

import org.jspecify.annotations.NullMarked;
