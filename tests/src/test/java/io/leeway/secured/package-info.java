/** Brokers that ask for credentials: every client, and a whole job. */
package io.leeway.secured;
