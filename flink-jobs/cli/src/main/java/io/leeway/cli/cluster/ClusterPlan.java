package io.leeway.cli.cluster;

import io.leeway.local.FreePorts;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a cluster consists of.
 *
 * @param taskManagers how many, 1 or more
 * @param controllerPort of the broker's controller; 0 where the broker is another cluster's
 * @param zooKeeperPort 0 without high availability
 * @param settings Flink's, above those of the home and of this command
 */
record ClusterPlan(
        String home,
        String directory,
        int taskManagers,
        int restPort,
        int kafkaPort,
        int controllerPort,
        int gatewayPort,
        int rpcPort,
        int zooKeeperPort,
        Map<String, String> settings) {

    ClusterPlan {
        settings = Map.copyOf(settings);
    }

    boolean highlyAvailable() {
        return zooKeeperPort > 0;
    }

    boolean hasBroker() {
        return controllerPort > 0;
    }

    String bootstrapServers() {
        return "localhost:" + kafkaPort;
    }

    String jobManager() {
        return "localhost:" + restPort;
    }

    String gateway() {
        return "localhost:" + gatewayPort;
    }

    /**
     * JobManager, TaskManagers and gateway out of another home, beside this cluster and with its
     * broker.
     */
    ClusterPlan beside(String nextHome, String nextDirectory) {
        return new ClusterPlan(
                nextHome,
                nextDirectory,
                taskManagers,
                FreePorts.free(),
                kafkaPort,
                0,
                FreePorts.free(),
                FreePorts.free(),
                0,
                settings);
    }

    Map<String, String> flinkSettings() {
        ClusterFolder folder = new ClusterFolder(Path.of(directory));
        Map<String, String> all = new TreeMap<>();
        all.put("rest.port", Integer.toString(restPort));
        all.put("jobmanager.rpc.port", Integer.toString(rpcPort));
        all.put("execution.checkpointing.dir", folder.checkpoints().toUri().toString());
        all.put(
                "execution.checkpointing.savepoint-dir",
                folder.savepoints().toUri().toString());
        all.put("io.tmp.dirs", folder.temporary().toString());
        if (highlyAvailable()) {
            all.put("high-availability.type", "zookeeper");
            all.put("high-availability.zookeeper.quorum", "localhost:" + zooKeeperPort);
            all.put(
                    "high-availability.storageDir",
                    folder.highAvailability().toUri().toString());
            // A new JobManager leads once the session of a killed one has ended: Flink's 60 seconds
            // are for slow networks.
            all.put("high-availability.zookeeper.client.session-timeout", "5 s");
            all.put("high-availability.zookeeper.client.connection-timeout", "5 s");
        }
        all.putAll(settings);
        return all;
    }
}
