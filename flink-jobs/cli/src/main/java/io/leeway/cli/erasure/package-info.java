/** Erasing a shopper, and looking for what is left. */
@NullMarked
package io.leeway.cli.erasure;

import org.jspecify.annotations.NullMarked;
