/** History, and history with what came after it, as SQL tables; the format of events. */
@NullMarked
package io.leeway.sources.tables;

import org.jspecify.annotations.NullMarked;
