package io.leeway.cli.cluster;

import java.nio.file.Path;

/**
 * Where a cluster keeps what it writes, and nothing beside it.
 *
 * @param root absolute
 */
record ClusterFolder(Path root) {

    ClusterFolder {
        root = root.toAbsolutePath().normalize();
    }

    /** Which processes run, for the commands that come after. */
    Path stateFile() {
        return root.resolve("cluster.json");
    }

    /** A log and an output file of each process. */
    Path logs() {
        return root.resolve("log");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path savepoints() {
        return root.resolve("savepoints");
    }

    /** What ZooKeeper's entries of the JobManager point to. */
    Path highAvailability() {
        return root.resolve("ha");
    }

    Path kafka() {
        return root.resolve("kafka");
    }

    Path zooKeeper() {
        return root.resolve("zookeeper");
    }

    /** What Flink's processes put aside while they run. */
    Path temporary() {
        return root.resolve("tmp");
    }
}
