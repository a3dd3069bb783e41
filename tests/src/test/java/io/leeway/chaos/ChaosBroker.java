package io.leeway.chaos;

import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.ServedTopics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** A broker that can be restarted on its port; its controller stays. */
final class ChaosBroker implements AutoCloseable {
    private final KafkaClusterTestKit cluster;

    private ChaosBroker(KafkaClusterTestKit cluster) {
        this.cluster = cluster;
    }

    static ChaosBroker start(Path folder) throws Exception {
        TestKitNodes nodes = new TestKitNodes.Builder()
                .setNumBrokerNodes(1)
                .setNumControllerNodes(1)
                .setBaseDirectory(folder.toAbsolutePath())
                .build();
        KafkaClusterTestKit.Builder builder = new KafkaClusterTestKit.Builder(nodes).setDeleteOnClose(false);
        EmbeddedBroker.SETTINGS.forEach(builder::setConfigProp);
        KafkaClusterTestKit cluster = builder.build();
        cluster.format();
        cluster.startup();
        cluster.waitForReadyBrokers();
        return new ChaosBroker(cluster);
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    void restart() throws Exception {
        BrokerServer broker = cluster.brokers().values().iterator().next();
        broker.shutdown();
        broker.awaitShutdown();
        broker.startup();
        cluster.waitForReadyBrokers();
    }

    void create(KafkaConnection kafka, Map<String, Integer> partitions) throws Exception {
        try (Admin admin = kafka.admin()) {
            List<NewTopic> topics = partitions.entrySet().stream()
                    .map(topic -> new NewTopic(kafka.name(topic.getKey()), topic.getValue(), (short) 1))
                    .toList();
            admin.createTopics(topics).all().get();
            ServedTopics.await(admin, topics.stream().map(NewTopic::name).toList(), Duration.ofMinutes(1));
        }
    }

    void delete(KafkaConnection kafka, Collection<String> topics) throws Exception {
        try (Admin admin = kafka.admin()) {
            admin.deleteTopics(topics.stream().map(kafka::name).toList()).all().get();
        }
    }

    @Override
    public void close() throws Exception {
        cluster.close();
    }
}
