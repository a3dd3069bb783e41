/** Who may publish releases and verdicts on them, and from where models may come. */
@NullMarked
package io.leeway.releases.trust;

import org.jspecify.annotations.NullMarked;
