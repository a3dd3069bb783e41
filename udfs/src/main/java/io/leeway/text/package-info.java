/** Text from outside, such as a user's id, made safe for the place where it is shown. */
@NullMarked
package io.leeway.text;

import org.jspecify.annotations.NullMarked;
