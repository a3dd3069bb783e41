package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bill of materials in the home lists what is in the home, and nothing else. */
class SbomIT {

    private final Path home = FlinkHome.built();
    private JsonNode bom;

    @BeforeEach
    void read() throws IOException {
        Path file = home.resolve("sbom/leeway.cdx.json");
        assumeTrue(Files.exists(file), "an offline build writes no bill of materials");
        bom = new ObjectMapper().readTree(file.toFile());
    }

    /**
     * By its bytes; the job's jar and that of the benchmarks are made by this build of what is
     * listed.
     */
    @Test
    void everyJarIsListed() throws IOException {
        Set<String> hashes = new HashSet<>();
        bom.findValues("hashes").forEach(each -> each.forEach(hash -> hashes.add(text(hash, "content"))));
        Set<String> unlisted = new TreeSet<>();
        for (Path jar : jars()) {
            if (!hashes.contains(sha256(jar))) {
                unlisted.add(home.relativize(jar).toString());
            }
        }
        assertThat(unlisted).containsExactly("cli/leeway-bench.jar", "usrlib/leeway-jobs.jar");
        assertThat(text(bom.at("/metadata/component"), "name")).isEqualTo("leeway-bench");
    }

    /** Where a jar says itself what is in it, also after shading. */
    @Test
    void everyArtifactInAJarIsListed() throws IOException {
        Set<String> listed = new HashSet<>();
        components()
                .forEach(each ->
                        listed.add(text(each, "group") + ":" + text(each, "name") + ":" + text(each, "version")));
        Set<String> found = new TreeSet<>();
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : file.stream()
                        .filter(each -> each.getName().matches("META-INF/maven/.*/pom\\.properties"))
                        .toList()) {
                    Properties artifact = new Properties();
                    artifact.load(file.getInputStream(entry));
                    found.add(artifact.getProperty("groupId") + ":" + artifact.getProperty("artifactId") + ":"
                            + artifact.getProperty("version"));
                }
            }
        }
        found.removeIf(each -> each.startsWith("io.leeway:leeway-bench:"));
        assertThat(found).contains("io.leeway:leeway-udfs:" + text(bom.at("/metadata/component"), "version"));
        assertThat(listed).containsAll(found);
    }

    @Test
    void whatIsShadedIntoFlinkIsListed() {
        assertThat(components())
                .extracting(each -> text(each, "bom-ref"))
                .anyMatch(ref -> ref.matches(".*/flink-rpc-akka-loader@.*#pkg:maven/io\\.netty/netty-handler@.*"))
                .anyMatch(ref -> ref.matches(".*/flink-s3-fs-hadoop@.*#pkg:maven/org\\.apache\\.hadoop/hadoop-aws@.*"))
                .anyMatch(ref -> ref.matches(".*/flink-kubernetes@.*#pkg:maven/com\\.squareup\\.okhttp3/okhttp@.*"));
    }

    @Test
    void nothingIsListedThatIsNotThere() {
        bom.get("components").forEach(component -> {
            JsonNode occurrences = component.at("/evidence/occurrences");
            assertThat(occurrences).as(text(component, "bom-ref")).isNotEmpty();
            occurrences.forEach(
                    each -> assertThat(home.resolve(text(each, "location"))).isRegularFile());
        });
        assertThat(components())
                .extracting(each -> text(each, "name"))
                .contains("kafka-clients", "tensorflow-core-native", "flink-metrics-prometheus")
                .doesNotContain("assertj-core", "junit-jupiter-engine", "flink-test-utils");
    }

    @Test
    void everyVulnerabilityIsJudged() {
        Set<String> refs = new HashSet<>();
        components().forEach(each -> refs.add(text(each, "bom-ref")));
        assertThat(bom.get("vulnerabilities")).isNotEmpty().allSatisfy(each -> {
            assertThat(text(each.path("analysis"), "state")).isNotEmpty();
            assertThat(text(each.path("analysis"), "detail")).isNotEmpty();
            assertThat(each.get("affects")).isNotEmpty().allSatisfy(affected -> assertThat(refs)
                    .contains(text(affected, "ref")));
        });
    }

    /** Those of the top, and those inside of them. */
    private List<JsonNode> components() {
        List<JsonNode> components = new ArrayList<>();
        bom.get("components").forEach(each -> {
            components.add(each);
            each.path("components").forEach(components::add);
        });
        return components;
    }

    private List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Expected SHA-256 in the JDK", e);
        }
    }
}
