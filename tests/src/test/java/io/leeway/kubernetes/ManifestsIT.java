package io.leeway.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest of every overlay is what the operator, Kubernetes and the jobs understand. The home must have been built. */
class ManifestsIT {
    /** What of the home's configuration holds in a pod as well; addresses, memory and ports are a pod's own. */
    private static final List<String> OF_THE_HOUSE = List.of(
            "classloader.parent-first-patterns.additional",
            "env.java.opts.all",
            "heartbeat.interval",
            "heartbeat.timeout",
            "state.backend.type",
            "state.backend.rocksdb.use-bloom-filter",
            "execution.checkpointing.mode",
            "restart-strategy.type",
            "metrics.reporters",
            "metrics.reporter.prometheus.factory.class");

    private static final Optional<OperatorSchemas> SCHEMAS =
            Files.isDirectory(OperatorSchemas.FOLDER) ? Optional.of(OperatorSchemas.read()) : Optional.empty();
    private static final ManifestCheck CHECK = new ManifestCheck(SCHEMAS, house());
    private static final Map<String, List<Manifest>> RENDERED = new HashMap<>();

    @TempDir
    private Path folder;

    static List<String> overlays() {
        return Kustomizations.overlays();
    }

    private static Map<String, String> house() {
        Map<String, String> all = GlobalConfiguration.loadConfiguration(
                        JobCheck.HOME.resolve("conf").toString())
                .toMap();
        Map<String, String> house = new HashMap<>();
        OF_THE_HOUSE.forEach(key -> house.put(key, all.get(key)));
        assertThat(house.values()).doesNotContainNull();
        return house;
    }

    private static List<Manifest> rendered(String overlay) throws IOException, InterruptedException {
        if (!Kustomizations.isKubectlHere() && !overlay.equals("production-blue-green")) {
            return Kustomizations.merged(overlay);
        }
        Kustomizations.assumeKubectl();
        if (!RENDERED.containsKey(overlay)) {
            RENDERED.put(
                    overlay,
                    Kustomizations.render(
                            Kustomizations.FOLDER.resolve("overlays").resolve(overlay)));
        }
        return RENDERED.get(overlay);
    }

    private static void assumeSchemas() {
        assumeThat(SCHEMAS)
                .as("the operator's CRDs at " + OperatorSchemas.FOLDER)
                .isPresent();
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyManifestOfAnOverlayIsUnderstood(String overlay) throws Exception {
        assumeSchemas();
        List<Manifest> manifests = rendered(overlay);
        assertThat(manifests).hasSizeGreaterThan(20);
        assertThat(CHECK.problems(manifests)).isEmpty();
    }

    /** What is merged without kubectl is what kubectl renders, in the part that tells which job runs with which arguments and settings. */
    @Test
    void whatIsMergedWithoutKubectlIsWhatItRenders() throws Exception {
        Kustomizations.assumeKubectl();
        for (String overlay : List.of("local", "staging", "production")) {
            Manifest merged = named(Kustomizations.merged(overlay), "FlinkDeployment", "leeway-scoring");
            Manifest rendered = named(rendered(overlay), "FlinkDeployment", "leeway-scoring");
            for (String part : List.of("job", "flinkConfiguration", "jobManager")) {
                assertThat(merged.deployment().path(part))
                        .as(overlay + " " + part)
                        .isEqualTo(rendered.deployment().path(part));
            }
        }
    }

    /** Needs neither kubectl nor the operator's CRDs: every machine holds the plain files against Kubernetes' types. */
    @Test
    void everyPlainFileIsUnderstood() {
        List<Manifest> plain = Kustomizations.plain();
        assertThat(plain)
                .extracting(Manifest::kind)
                .contains("FlinkDeployment", "FlinkSessionJob", "FlinkStateSnapshot");
        assertThat(plain).allSatisfy(manifest -> assertThat(CHECK.problemsOfShape(manifest))
                .as(manifest.toString())
                .isEmpty());
    }

    @Test
    void modelsCanComeAsAnImage() throws Exception {
        Kustomizations.assumeKubectl();
        assumeSchemas();
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [%1$s/overlays/production]
                components: [%1$s/components/models-from-image]
                """.formatted(
                        folder.toRealPath().relativize(Kustomizations.FOLDER.toRealPath())));
        List<Manifest> manifests = Kustomizations.render(folder);
        assertThat(CHECK.problems(manifests)).isEmpty();
        assertThat(named(manifests, "FlinkDeployment", "leeway-scoring").tree().at("/spec/podTemplate/spec/volumes/3"))
                .hasToString(
                        "{\"image\":{\"pullPolicy\":\"IfNotPresent\",\"reference\":\"registry.example.com/leeway-models:1\"},\"name\":\"models\"}");
    }

    @Test
    void doorsCanBeClosed() throws Exception {
        Kustomizations.assumeKubectl();
        assumeSchemas();
        Files.writeString(folder.resolve("kustomization.yaml"), """
                resources: [%1$s/overlays/production]
                components: [%1$s/components/mutual-tls]
                """.formatted(
                        folder.toRealPath().relativize(Kustomizations.FOLDER.toRealPath())));
        List<Manifest> manifests = Kustomizations.render(folder);
        assertThat(CHECK.problems(manifests)).isEmpty();
        assertThat(manifests.stream().filter(each -> each.kind().equals("FlinkDeployment")))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.tree()
                                .at("/spec/flinkConfiguration/security.ssl.rest.authentication-enabled")
                                .asText())
                        .isEqualTo("true"));
    }

    /** Whoever reads the issue finds each of these in what is rendered. */
    @ParameterizedTest
    @MethodSource("overlays")
    void everyPodIsConfinedAndBounded(String overlay) throws Exception {
        for (Manifest manifest : rendered(overlay)) {
            if (manifest.kind().equals("Deployment")) {
                requireConfined(manifest.pod());
                requireBounded(manifest.pod().at("/containers/0/resources/limits"));
                assertThat(manifest.pod().path("automountServiceAccountToken").asBoolean(true))
                        .isFalse();
            }
            if (manifest.isCluster()) {
                requireConfined(manifest.deployment().at("/podTemplate/spec"));
                for (String process : List.of("jobManager", "taskManager")) {
                    requireBounded(manifest.deployment().path(process).at("/resources/limits"));
                }
                assertThat(manifest.deployment().path("flinkVersion").asText()).isEqualTo("v2_3");
            }
        }
    }

    private static void requireConfined(JsonNode pod) {
        assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
        Stream.concat(stream(pod.path("containers")), stream(pod.path("initContainers")))
                .forEach(container -> {
                    JsonNode security = container.path("securityContext");
                    assertThat(security.path("readOnlyRootFilesystem").asBoolean())
                            .isTrue();
                    assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                            .isFalse();
                    assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                });
    }

    private static void requireBounded(JsonNode limits) {
        assertThat(limits.has("cpu") && limits.has("memory")).isTrue();
    }

    /** A secret's value has no place in a repository. */
    @ParameterizedTest
    @MethodSource("overlays")
    void secretsAreReferredTo(String overlay) throws Exception {
        List<Manifest> manifests = rendered(overlay);
        assertThat(manifests).extracting(Manifest::kind).doesNotContain("Secret");
        for (Manifest manifest : manifests) {
            manifest.tree().findParents("valueFrom").forEach(variable -> assertThat(variable.has("value"))
                    .isFalse());
            manifest.tree()
                    .findValues("env")
                    .forEach(variables -> variables.forEach(variable -> {
                        if (variable.path("name").asText().matches(".*(KEY|SECRET|PASSWORD|TOKEN).*")) {
                            assertThat(variable.at("/valueFrom/secretKeyRef/name")
                                            .asText())
                                    .isNotEmpty();
                        }
                    }));
        }
    }

    @Test
    void overlaysDiffer() throws Exception {
        Set<String> seen = new HashSet<>();
        for (String overlay : List.of("local", "staging", "production")) {
            Manifest scoring = named(rendered(overlay), "FlinkDeployment", "leeway-scoring");
            seen.add(scoring.deployment().at("/job/parallelism") + " "
                    + scoring.deployment().at("/jobManager/replicas") + " "
                    + scoring.deployment().at("/taskManager/resources/requests/memory") + " "
                    + scoring.deployment().path("image"));
        }
        assertThat(seen).hasSize(3);
        assertThat(rendered("production-blue-green"))
                .extracting(Manifest::toString)
                .contains("FlinkBlueGreenDeployment leeway-scoring")
                .doesNotContain("FlinkDeployment leeway-scoring");
        ObjectNode template = named(rendered("production-blue-green"), "FlinkBlueGreenDeployment", "leeway-scoring")
                .deployment()
                .deepCopy();
        ObjectNode production = named(rendered("production"), "FlinkDeployment", "leeway-scoring")
                .deployment()
                .deepCopy();
        ((ObjectNode) production.path("flinkConfiguration"))
                .put("kubernetes.operator.job.savepoint-on-deletion", "false");
        assertThat(template).as("all but one setting is production's").isEqualTo(production);
    }

    private record Mistake(String what, String resource, Consumer<ObjectNode> planted, String expected) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                        mistake(
                                "an unknown field of the operator",
                                "/spec",
                                spec -> spec.put("imagePullPolicies", "Always"),
                                "imagePullPolicies"),
                        mistake(
                                "an unknown field of a job",
                                "/spec/job",
                                job -> job.put("paralellism", 2),
                                "paralellism"),
                        mistake(
                                "an unknown field of a pod template",
                                "/spec/podTemplate/spec",
                                pod -> pod.put("hostnet", true),
                                "hostnet"),
                        mistake(
                                "an unknown field of a container",
                                "/spec/podTemplate/spec/containers/0/securityContext",
                                context -> context.put("readOnlyRoot", true),
                                "readOnlyRoot"),
                        mistake(
                                "an unknown field of resources",
                                "/spec/taskManager/resources",
                                resources -> resources.putObject("limit"),
                                "limit"),
                        mistake("a text for a number", "/spec/job", job -> job.put("parallelism", "two"), "integer"),
                        mistake("a number for a text", "/spec", spec -> spec.put("image", 7), "string"),
                        mistake(
                                "a Flink that the operator does not know",
                                "/spec",
                                spec -> spec.put("flinkVersion", "v2.3"),
                                "v2_3"),
                        mistake(
                                "an upgrade mode that is none",
                                "/spec/job",
                                job -> job.put("upgradeMode", "lastState"),
                                "last-state"),
                        mistake(
                                "a class that is none",
                                "/spec/job",
                                job -> job.put("entryClass", "io.leeway.jobs.ScoreJob"),
                                "ScoreJob"),
                        mistake(
                                "a class without a main method",
                                "/spec/job",
                                job -> job.put("entryClass", "io.leeway.jobs.ScoringPipeline"),
                                "ScoringPipeline"),
                        mistake(
                                "a jar that is not in the image",
                                "/spec/job",
                                job -> job.put("jarURI", "local:///opt/flink/usrlib/leeway.jar"),
                                "leeway.jar"),
                        mistake(
                                "a jar on the operator's disk",
                                "/spec/job",
                                job -> job.put("jarURI", "file:///opt/flink/usrlib/leeway-jobs.jar"),
                                "local://"),
                        mistake(
                                "an option that the job does not know",
                                "/spec/job",
                                job -> arguments(job).add("--modells"),
                                "--modells"),
                        mistake(
                                "an option without its value",
                                "/spec/job",
                                job -> arguments(job).add("--until"),
                                "--until"),
                        mistake(
                                "a value of the wrong type",
                                "/spec/job",
                                job -> arguments(job).add("--bundle-rows").add("many"),
                                "many"),
                        mistake("no models", "/spec/job", job -> without(job, "--models"), "--models"),
                        mistake("no brokers", "/spec/job", job -> without(job, "--bootstrap"), "--bootstrap"),
                        mistake("no seam", "/spec/job", job -> without(job, "--seam"), "--seam"),
                        mistake(
                                "a setting that nobody knows",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("execution.checkpointing.intervall", "10s"),
                                "intervall"),
                        mistake(
                                "a setting of the operator that it does not know",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("job.autoscaler.enable", "true"),
                                "job.autoscaler.enable"),
                        mistake(
                                "a setting's wrong type",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("execution.checkpointing.interval", "often"),
                                "often"),
                        mistake(
                                "a setting of the operator of the wrong type",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("job.autoscaler.metrics.window", "wide"),
                                "wide"),
                        mistake(
                                "what the operator refuses",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("kubernetes.cluster-id", "x"),
                                "kubernetes.cluster-id"),
                        mistake(
                                "memory that does not add up",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("taskmanager.memory.managed.size", "9g"),
                                "adds up"),
                        mistake(
                                "nowhere for checkpoints",
                                "/spec/flinkConfiguration",
                                flink -> flink.remove("execution.checkpointing.dir"),
                                "execution.checkpointing.dir"),
                        mistake(
                                "the home's flags forgotten",
                                "/spec/flinkConfiguration",
                                flink -> flink.put("env.java.opts.all", "-XX:+UseSerialGC"),
                                "--add-opens"),
                        mistake(
                                "a mount without a volume",
                                "/spec/podTemplate/spec/volumes/3",
                                volume -> volume.put("name", "model"),
                                "expected a volume models"))
                .map(Arguments::of);
    }

    private static Mistake mistake(String what, String at, Consumer<ObjectNode> planted, String expected) {
        return new Mistake(what, at, planted, expected);
    }

    private static ArrayNode arguments(ObjectNode job) {
        return job.withArray("args");
    }

    private static void without(ObjectNode job, String option) {
        ArrayNode kept = job.arrayNode();
        boolean value = false;
        for (JsonNode argument : arguments(job)) {
            boolean found = argument.asText().equals(option);
            if (!found && !value) {
                kept.add(argument);
            }
            value = found;
        }
        job.set("args", kept);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsFound(Mistake mistake) throws Exception {
        assumeSchemas();
        Manifest good = named(rendered("production"), "FlinkDeployment", "leeway-scoring");
        assertThat(CHECK.problems(List.of(good))).isEmpty();
        Manifest bad = new Manifest(good.tree().deepCopy());
        mistake.planted().accept((ObjectNode) bad.tree().at(mistake.resource()));
        assertThat(CHECK.problems(List.of(bad))).isNotEmpty().anyMatch(problem -> problem.contains(mistake.expected()));
    }

    /** As above, of Kubernetes' own kinds and the operator's others. */
    static Stream<Arguments> otherMistakes() {
        return Stream.of(
                Arguments.of("PodDisruptionBudget", "leeway-sql", "/spec", "maxUnavailables"),
                Arguments.of("NetworkPolicy", "leeway-deny", "/spec", "policyType"),
                Arguments.of("Role", "leeway-taskmanager", "/rules/0", "verb"),
                Arguments.of("RoleBinding", "leeway-taskmanager", "/roleRef", "names"),
                Arguments.of("ServiceAccount", "leeway-taskmanager", "", "secret"),
                Arguments.of("Deployment", "leeway-heartbeat", "/spec/template/spec/containers/0", "arg"),
                Arguments.of("Service", "kafka", "/spec", "external"),
                Arguments.of("PodMonitor", "leeway", "/spec/podMetricsEndpoints/0", "paths"),
                Arguments.of("PrometheusRule", "leeway", "/spec/groups/0/rules/0", "expression"),
                Arguments.of("FlinkSessionJob", "leeway-at-risk", "/spec/job", "argument"),
                Arguments.of("FlinkDeployment", "leeway-sql", "/spec/jobManager", "replica"));
    }

    @ParameterizedTest
    @MethodSource("otherMistakes")
    void anUnknownFieldIsFoundInEveryKind(String kind, String name, String at, String field) throws Exception {
        assumeSchemas();
        Manifest bad =
                new Manifest(named(rendered("production"), kind, name).tree().deepCopy());
        ((ObjectNode) bad.tree().at(at)).put(field, "x");
        assertThat(CHECK.problemsOfShape(bad)).isNotEmpty().anyMatch(problem -> problem.contains(field));
    }

    @Test
    void aSessionJobNeedsItsClusterAndItsClass() throws Exception {
        List<Manifest> manifests = rendered("production");
        Manifest job = named(manifests, "FlinkSessionJob", "leeway-at-risk");
        assertThat(JobCheck.problems(job, manifests)).isEmpty();
        assertThat(JobCheck.problems(job, List.of())).singleElement().asString().contains("leeway-sql");
        Manifest bad = new Manifest(job.tree().deepCopy());
        ((ObjectNode) bad.tree().at("/spec/job")).put("entryClass", "io.leeway.jobs.SqlJobs");
        assertThat(JobCheck.problems(bad, manifests)).singleElement().asString().contains("SqlJobs");
        Manifest other = new Manifest(job.tree().deepCopy());
        ((ObjectNode) other.tree().at("/spec/job")).withArray("args").add("--batched");
        assertThat(JobCheck.problems(other, manifests))
                .singleElement()
                .asString()
                .contains("--batched");
    }

    @Test
    void aCommandNeedsOptionsThatItKnowsAndVolumesThatAreThere() throws Exception {
        Manifest heartbeat = named(Kustomizations.plain(), "Deployment", "leeway-heartbeat");
        assertThat(CHECK.problems(List.of(heartbeat))).isEmpty();
        Manifest bad = new Manifest(heartbeat.tree().deepCopy());
        ((ObjectNode) bad.pod().at("/containers/0"))
                .withArray("args")
                .add("--evry")
                .add("PT1S");
        ((ObjectNode) bad.pod().at("/volumes/0")).put("name", "temporary");
        assertThat(CHECK.problems(List.of(bad)))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem).contains("--evry"),
                        problem -> assertThat(problem).contains("expected a volume tmp"));
    }

    /** The class path of bin/leeway is what the image has. */
    @Test
    void theImageHasTheCommand() throws IOException {
        String script = Files.readString(JobCheck.HOME.resolve("bin").resolve("leeway"));
        String image = Kustomizations.read(Kustomizations.FOLDER.resolve("Containerfile"));
        List<String> folders = Pattern.compile("\\$home/(\\w+)/\\*")
                .matcher(script)
                .results()
                .map(folder -> folder.group(1))
                .toList();
        assertThat(folders).contains("lib").allSatisfy(folder -> assertThat(image)
                .contains("COPY " + folder + "/ " + folder + "/"));
    }

    private static Stream<JsonNode> stream(JsonNode list) {
        return Stream.iterate(0, index -> index < list.size(), index -> index + 1)
                .map(list::get);
    }

    private static Manifest named(List<Manifest> manifests, String kind, String name) {
        return manifests.stream()
                .filter(each -> each.kind().equals(kind) && each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Expected " + kind + " " + name + ", found " + manifests));
    }
}
