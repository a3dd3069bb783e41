/**
 * Importers: any CSV into sorted, time-sliced history of events. What is wrong with a line is
 * counted or quarantined, never fatal.
 */
@NullMarked
package io.leeway.sources.importers;

import org.jspecify.annotations.NullMarked;
