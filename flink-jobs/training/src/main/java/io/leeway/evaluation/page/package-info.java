/** An evaluation as JSON and as one HTML page. */
@NullMarked
package io.leeway.evaluation.page;

import org.jspecify.annotations.NullMarked;
