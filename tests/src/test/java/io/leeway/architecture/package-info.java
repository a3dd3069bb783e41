/** The rules of the house, as tests; nothing is frozen. */
package io.leeway.architecture;
