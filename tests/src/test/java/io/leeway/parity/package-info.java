/** However the dataflow is fed, it says the same. */
package io.leeway.parity;
