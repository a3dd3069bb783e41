/** A broker and a Flink, in this process or running, for the command and for tests. */
@NullMarked
package io.leeway.local;

import org.jspecify.annotations.NullMarked;
