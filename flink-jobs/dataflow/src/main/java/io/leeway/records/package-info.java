/** What travels on the edges: Java records, a leaf. */
@NullMarked
package io.leeway.records;

import org.jspecify.annotations.NullMarked;
