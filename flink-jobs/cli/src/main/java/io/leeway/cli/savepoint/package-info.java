/**
 * Savepoints: taking, listing, looking into and starting from them, and the ledger of what a job
 * leaves in one.
 */
@NullMarked
package io.leeway.cli.savepoint;

import org.jspecify.annotations.NullMarked;
