package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which class is where in the home: what decides whether a cluster runs. */
class HomeLayoutIT {

    private final Path home = FlinkHome.built();

    @Test
    void theJobJarBringsWhatNoClusterHas() {
        assertThat(classes(FlinkHome.jobJar(home)))
                .contains(
                        "org/apache/flink/connector/kafka/source/KafkaSource.class",
                        "org/apache/flink/state/api/SavepointWriter.class",
                        "org/apache/kafka/clients/producer/KafkaProducer.class",
                        "org/apache/commons/csv/CSVParser.class",
                        "picocli/CommandLine.class",
                        "io/leeway/records/FeatureVector.class");
    }

    @Test
    void theJobJarBringsNothingThatTheClusterHas() {
        assertThat(classes(FlinkHome.jobJar(home)))
                .noneMatch(name -> name.startsWith("org/tensorflow/"))
                .noneMatch(name -> name.startsWith("org/bytedeco/"))
                .noneMatch(name -> name.startsWith("com/google/protobuf/"))
                .noneMatch(name -> name.startsWith("com/fasterxml/"))
                .noneMatch(name -> name.startsWith("org/slf4j/"))
                .noneMatch(name -> name.startsWith("org/apache/logging/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/runtime/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/api/"))
                .noneMatch(name -> name.startsWith("org/apache/flink/streaming/api/"))
                .noneMatch(name -> name.startsWith("io/leeway/shopper/"))
                .noneMatch(name -> name.startsWith("io/leeway/model/"))
                .noneMatch(name -> name.startsWith("kafka/"));
    }

    @Test
    void theJobJarBringsNothingOfTheCommandOrItsExperiments() {
        assertThat(classes(FlinkHome.jobJar(home)))
                .noneMatch(name -> name.matches("io/leeway/(cli|local|experiments|simulator|bench)/.*"));
    }

    @Test
    void theClusterHasFlinkTensorFlowAndTheUdfs() {
        List<String> names = jars(home.resolve("lib")).stream()
                .map(jar -> jar.getFileName().toString())
                .toList();
        assertThat(names)
                .anyMatch(name -> name.startsWith("leeway-udfs-"))
                .anyMatch(name -> name.startsWith("flink-runtime-"))
                .anyMatch(name -> name.startsWith("flink-container-"))
                .anyMatch(name -> name.startsWith("flink-kubernetes-"))
                .anyMatch(name -> name.startsWith("flink-statebackend-rocksdb-"))
                .anyMatch(name -> name.startsWith("tensorflow-core-api-"))
                .anyMatch(name -> name.matches("tensorflow-core-native-[\\d.]+-\\w+-\\w+\\.jar"))
                .anyMatch(name -> name.startsWith("log4j-core-"))
                // Flink compresses batch shuffles with it.
                .anyMatch(name -> name.startsWith("lz4-java-"))
                .noneMatch(name -> name.contains("kafka"))
                .noneMatch(name -> name.startsWith("jmh"))
                .noneMatch(name -> name.startsWith("junit"));
        assertThat(jars(home.resolve("cli")))
                .as("the command alone measures methods")
                .anyMatch(jar -> jar.getFileName().toString().startsWith("jmh-core-"));
    }

    /** What an image needs beside lib/: the scripts that Kubernetes starts, s3:// and the reporter. */
    @Test
    void anImageCanBeMadeOfTheHome() {
        assertThat(List.of("docker-entrypoint.sh", "kubernetes-jobmanager.sh", "kubernetes-taskmanager.sh"))
                .allSatisfy(script ->
                        assertThat(home.resolve("bin").resolve(script)).isExecutable());
        assertThat(jars(home.resolve("plugins/s3-fs-hadoop"))).hasSize(1);
        assertThat(jars(home.resolve("plugins/metrics-prometheus"))).hasSize(1);
    }

    /** Two jars with one class: which of them wins depends on the file system. A few of Flink's jars share classes, the same to the byte. */
    @Test
    void noClassStandsInTwoJarsUnlessItIsTheSame() {
        Map<String, Map<Long, String>> jarsByClass = new HashMap<>();
        Stream.of("lib", "usrlib", "cli")
                .flatMap(folder -> jars(home.resolve(folder)).stream())
                .forEach(jar -> checksums(jar).forEach((name, checksum) -> jarsByClass
                        .computeIfAbsent(name, absent -> new HashMap<>())
                        .put(checksum, jar.getFileName().toString())));
        jarsByClass.values().removeIf(jars -> jars.size() == 1);
        assertThat(jarsByClass).isEmpty();
    }

    @Test
    void theFlagsOfTheBuildReachTheConfiguration() throws IOException {
        String flags = Files.readString(home.resolve("conf/jvm.options"));
        assertThat(flags).contains("--add-opens=").doesNotContain("@");
        assertThat(Files.readString(home.resolve("conf/config.yaml"))).contains(flags.strip());
    }

    /** Copied resources lose that bit. */
    @Test
    void theScriptsAreCommands() {
        assertThat(List.of("leeway", "flink", "jobmanager.sh", "taskmanager.sh", "sql-client.sh", "sql-gateway.sh"))
                .allSatisfy(
                        name -> assertThat(home.resolve("bin").resolve(name)).isExecutable());
    }

    @Test
    void theProjectsSqlIsThere() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "sql"))) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> Path.of("..").relativize(file).toString())
                    .toList();
            assertThat(names).contains("sql/score.sql").allSatisfy(name -> assertThat(home.resolve(name))
                    .hasSameBinaryContentAs(Path.of("..", name)));
        }
    }

    /** High availability on ZooKeeper needs nothing more than {@code lib/}. */
    @Test
    void zooKeeperIsThere() {
        assertThat(jars(home.resolve("lib")))
                .filteredOn(jar -> jar.getFileName().toString().startsWith("flink-shaded-zookeeper-3-"))
                .singleElement()
                .satisfies(
                        jar -> assertThat(classes(jar))
                                .contains(
                                        "org/apache/flink/shaded/zookeeper3/org/apache/zookeeper/server/ZooKeeperServer.class"));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder, e);
        }
    }

    private static Set<String> classes(Path jar) {
        return checksums(jar).keySet();
    }

    /** The CRC-32 of each class. */
    private static Map<String, Long> checksums(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().startsWith("META-INF/")
                            && !entry.getName().endsWith("module-info.class"))
                    .collect(Collectors.toMap(JarEntry::getName, JarEntry::getCrc, (one, other) -> other));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + jar, e);
        }
    }
}
