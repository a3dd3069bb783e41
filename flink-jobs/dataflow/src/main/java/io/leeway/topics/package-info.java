/** One name, one codec and one connection for everything that is kept in Kafka. */
@NullMarked
package io.leeway.topics;

import org.jspecify.annotations.NullMarked;
