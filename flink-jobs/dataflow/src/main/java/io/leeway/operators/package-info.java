/** What stages share with Flink's operators; knows no stage. */
@NullMarked
package io.leeway.operators;

import org.jspecify.annotations.NullMarked;
