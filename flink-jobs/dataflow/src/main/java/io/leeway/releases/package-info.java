/** The control topic of model releases: read, written, and listened to. */
@NullMarked
package io.leeway.releases;

import org.jspecify.annotations.NullMarked;
