package io.leeway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.local.EmbeddedBroker;
import io.leeway.shop.LiveShop;
import io.leeway.shop.SmallShop;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image, built on Debian, runs the scoring job: a JobManager and a TaskManager started by the commands that Kubernetes gives, with the configuration that
 * the operator would make of {@code k8s/base}, without rights and with a read-only root.
 */
@EnabledIfSystemProperty(
        named = "leeway.image",
        matches = "true",
        disabledReason = "it downloads a Debian and runs containers, as root: mvn verify -Dleeway.image=true")
class ImageIT {
    private static final String TASKS = "leeway-test-taskmanager";
    private static final String JOB = "leeway-test-jobmanager";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    @Test
    void aJobManagerAndATaskManagerOfTheImageRunTheJob(TestReporter reporter) throws Exception {
        Containers.assumeTools();
        Containers containers = new Containers(folder);
        containers.build();

        SmallShop small = SmallShop.get();
        Map<String, String> settings = settings();
        String conf = configuration(settings);
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
        for (Path mounted : List.of(folder, small.models().getParent())) {
            Files.setPosixFilePermissions(mounted, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            LiveShop.play(broker, small, 2);
            List<String> volumes = List.of(
                    "-v", conf + ":/opt/flink/conf:ro",
                    "-v", small.models() + ":/models:ro",
                    "-v", small.history() + ":/history:ro",
                    "-v", state + ":/state");
            List<String> addresses = addresses();
            try {
                List<String> job = new ArrayList<>(List.of("standalone-job"));
                job.addAll(addresses);
                job.addAll(List.of(
                        "--job-classname",
                        "io.leeway.jobs.ScoringJob",
                        "--history",
                        "/history",
                        "--models",
                        "/models",
                        "--seam",
                        small.seam().toString(),
                        "--bootstrap",
                        broker.bootstrapServers(),
                        "--topic",
                        "live",
                        "--bounded",
                        "--until",
                        small.end().toString(),
                        "--checkpoint-interval",
                        "PT1S"));
                Process jobManager = containers.start(JOB, volumes, job);
                // As Flink's own resource manager asks Kubernetes to.
                Process taskManager = containers.start(
                        TASKS,
                        Stream.concat(volumes.stream(), Stream.of("-e", "_POD_NODE_ID=node-1"))
                                .toList(),
                        List.of(
                                "bash",
                                "-c",
                                "kubernetes-taskmanager.sh " + resources(settings) + " " + String.join(" ", addresses)
                                        + " -D taskmanager.resource-id=tm-1 -D taskmanager.host=localhost"));
                await("the bounded job's end")
                        .atMost(PATIENCE)
                        .until(() -> !jobManager.isAlive() || !taskManager.isAlive());
                assertThat(taskManager.isAlive()).as(containers.log(TASKS)).isTrue();
                assertThat(jobManager.exitValue()).as(containers.log(JOB)).isZero();
                assertThat(containers.log(JOB)).contains("switched from state RUNNING to FINISHED");
                assertThat(containers.log(TASKS))
                        .contains("KubernetesTaskExecutorRunner", "-Dorg.bytedeco.javacpp.cachedir=/cache/javacpp")
                        .doesNotContain("Read-only file system");
            } finally {
                containers.remove(JOB);
                containers.remove(TASKS);
            }
            Set<String> churn = scores(broker, Topics.CHURN);
            assertThat(churn).hasSizeGreaterThan(10_000);
            Set<String> interest = scores(broker, Topics.INTEREST);
            assertThat(interest).hasSameSizeAs(churn);
            reporter.publishEntry(
                    "scores committed, each once", "churn " + churn.size() + ", interest " + interest.size());

            // The command is in the image, without the broker's libraries.
            Process command = containers.start(
                    "leeway-test-command",
                    List.of("-v", small.models() + ":/models:ro", "-e", "LEEWAY_HEAP=256m"),
                    List.of("leeway", "model", "init", "--bootstrap", broker.bootstrapServers()));
            assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(command.exitValue())
                    .as(containers.log("leeway-test-command"))
                    .isZero();
        }
    }

    private static Manifest scoring() {
        return Manifest.parse(Kustomizations.read(Kustomizations.FOLDER.resolve("base/scoring.yaml")))
                .get(0);
    }

    /** The manifest's, but for what needs Kubernetes. */
    private static Map<String, String> settings() {
        Map<String, String> settings = ClusterCheck.settings(scoring().deployment());
        settings.keySet().removeIf(key -> key.startsWith("kubernetes.") || key.startsWith("job.autoscaler."));
        settings.remove("high-availability.type");
        settings.put("execution.checkpointing.dir", "file:///state/checkpoints");
        settings.put("parallelism.default", "2");
        settings.put("taskmanager.memory.process.size", memory("taskManager"));
        settings.put("jobmanager.memory.process.size", memory("jobManager"));
        return settings;
    }

    /** What Flink's Kubernetes integration writes into a TaskManager's command. */
    private static String resources(Map<String, String> settings) {
        Configuration configuration = Configuration.fromMap(settings);
        configuration.set(TaskManagerOptions.CPU_CORES, 2.0);
        return TaskExecutorProcessUtils.generateDynamicConfigsStr(
                TaskExecutorProcessUtils.processSpecFromConfig(configuration));
    }

    /** The folder that the operator would mount. */
    private static String configuration(Map<String, String> settings) throws IOException {
        Path conf = Files.createDirectory(folder.resolve("conf"));
        Files.writeString(
                conf.resolve("config.yaml"),
                settings.entrySet().stream()
                        .map(entry -> entry.getKey() + ": \"" + entry.getValue() + "\"\n")
                        .collect(Collectors.joining()));
        Files.writeString(
                conf.resolve("log4j-console.properties"),
                scoring()
                        .deployment()
                        .path("logConfiguration")
                        .path("log4j-console.properties")
                        .asText());
        return conf.toString();
    }

    private static String memory(String process) {
        return scoring()
                .deployment()
                .path(process)
                .at("/resources/limits/memory")
                .asText()
                .replace("Mi", "m")
                .replace("Gi", "g");
    }

    private static List<String> addresses() throws Exception {
        List<String> settings = new ArrayList<>(List.of("-D", "jobmanager.rpc.address=localhost"));
        for (String port : List.of("jobmanager.rpc.port", "rest.port")) {
            try (ServerSocket socket = new ServerSocket(0)) {
                settings.addAll(List.of("-D", port + "=" + socket.getLocalPort()));
            }
        }
        // Two pods in one network here: they cannot share a port.
        settings.addAll(List.of("-D", "metrics.reporter.prometheus.port=9270-9290"));
        return settings;
    }

    /** The ids of what was committed, none twice. */
    private static Set<String> scores(EmbeddedBroker broker, String topic) throws Exception {
        ObjectMapper json = new ObjectMapper();
        Set<String> ids = new HashSet<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    if (record.value() != null) {
                        assertThat(ids.add(
                                        json.readTree(record.value()).path("id").asText()))
                                .as("once: " + record.value())
                                .isTrue();
                    }
                }
            }
        }
        return ids;
    }
}
