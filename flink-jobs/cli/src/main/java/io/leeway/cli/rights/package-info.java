/** A shopper's own rights: what is kept of them, for them. */
@NullMarked
package io.leeway.cli.rights;

import org.jspecify.annotations.NullMarked;
