/** Tables for SQL: history, and history followed by a live topic. */
@NullMarked
package io.leeway.tables;

import org.jspecify.annotations.NullMarked;
