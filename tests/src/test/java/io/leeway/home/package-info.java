/** The built Flink home, and a kit that runs it as a real cluster: separate JVMs, a real REST endpoint, the real command-line client. */
package io.leeway.home;
