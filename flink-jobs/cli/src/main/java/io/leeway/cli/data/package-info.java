/** Commands that make or show data: import, simulate, show, effects. */
@NullMarked
package io.leeway.cli.data;

import org.jspecify.annotations.NullMarked;
