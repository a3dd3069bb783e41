/** SQL on real parts: tables over files and brokers, and what failures do to them. */
package io.leeway.sql;
