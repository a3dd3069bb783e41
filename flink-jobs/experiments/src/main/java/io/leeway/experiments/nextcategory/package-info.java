/** Which category does a shopper turn to next? */
@NullMarked
package io.leeway.experiments.nextcategory;

import org.jspecify.annotations.NullMarked;
