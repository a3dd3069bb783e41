/**
 * What evaluations share: their input and their interface. Each question has a package of its own.
 */
@NullMarked
package io.leeway.experiments;

import org.jspecify.annotations.NullMarked;
