/** The canary guard: it compares a canary with the active version and retires it. */
@NullMarked
package io.leeway.decisions.canary;

import org.jspecify.annotations.NullMarked;
