/** The audit: what a run has committed, compared with an undisturbed run. */
@NullMarked
package io.leeway.cli.audit;

import org.jspecify.annotations.NullMarked;
