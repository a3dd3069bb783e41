/**
 * SQL functions and the {@code tensorflow} model provider: thin adapters over
 * {@code io.leeway.shopper} and {@code io.leeway.model}.
 */
@NullMarked
package io.leeway.functions;

import org.jspecify.annotations.NullMarked;
