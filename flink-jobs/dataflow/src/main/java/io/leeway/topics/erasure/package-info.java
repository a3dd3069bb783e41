/** The ledger of erasures: who is not to be scored, learned from or shown again. */
@NullMarked
package io.leeway.topics.erasure;

import org.jspecify.annotations.NullMarked;
