/**
 * Events as a shop sends them: their JSON, the rules on the way in, and what is late. Plain Java.
 */
@NullMarked
package io.leeway.shopper.events;

import org.jspecify.annotations.NullMarked;
