/** Jobs under measurement and the synthetic shoppers that feed them. */
@NullMarked
package io.leeway.bench.job;

import org.jspecify.annotations.NullMarked;
