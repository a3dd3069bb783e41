/** Failures on purpose: what is committed does not depend on them. */
@NullMarked
package io.leeway.fault;

import org.jspecify.annotations.NullMarked;
