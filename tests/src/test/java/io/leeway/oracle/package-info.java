/** A slow, plain shopper written from the rule book alone, random shoppers to play, and the comparison of any other shopper with it. */
@NullMarked
package io.leeway.oracle;

import org.jspecify.annotations.NullMarked;
