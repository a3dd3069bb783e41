/** Will a shopper come back within the horizon? */
@NullMarked
package io.leeway.experiments.churn;

import org.jspecify.annotations.NullMarked;
