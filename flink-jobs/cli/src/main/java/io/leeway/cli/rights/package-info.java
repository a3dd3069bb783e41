/** A shopper's own rights: to have what is kept of them, and to have it erased. */
@NullMarked
package io.leeway.cli.rights;

import org.jspecify.annotations.NullMarked;
