/** What all deciders share; each decider has a package of its own. */
@NullMarked
package io.leeway.decisions;

import org.jspecify.annotations.NullMarked;
