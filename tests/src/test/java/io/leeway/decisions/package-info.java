/** What decides, held against slow references and under failures. */
@NullMarked
package io.leeway.decisions;

import org.jspecify.annotations.NullMarked;
