/** A job of a jar of its own, for what no job of the house shows by itself. */
package io.leeway.home.probe;
