/** Whether it worked: decisions and scores against what came of them, window by window. */
@NullMarked
package io.leeway.decisions.effect;

import org.jspecify.annotations.NullMarked;
