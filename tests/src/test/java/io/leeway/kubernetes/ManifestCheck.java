package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that is looked at, for a set of manifests that are applied together. */
final class ManifestCheck {
    private final Optional<OperatorSchemas> schemas;
    private final ClusterCheck clusters;

    /** Without schemas the operator's resources are held against everything else. */
    ManifestCheck(Optional<OperatorSchemas> schemas, Map<String, String> house) {
        this.schemas = schemas;
        this.clusters = new ClusterCheck(house);
    }

    /** What is wrong, a line each that begins with the resource. */
    List<String> problems(List<Manifest> manifests) {
        List<String> problems = new ArrayList<>();
        for (Manifest manifest : manifests) {
            for (String problem : problems(manifest, manifests)) {
                problems.add(manifest + ": " + problem);
            }
        }
        return problems;
    }

    /** Of the shape alone: fields and types. */
    List<String> problemsOfShape(Manifest manifest) {
        if (KubernetesTypes.knows(manifest)) {
            return KubernetesTypes.problems(manifest);
        }
        List<String> problems = new ArrayList<>(KubernetesTypes.problemsInside(manifest));
        schemas.ifPresent(known -> problems.addAll(known.problems(manifest)));
        return problems;
    }

    private List<String> problems(Manifest manifest, List<Manifest> all) {
        List<String> problems = new ArrayList<>(problemsOfShape(manifest));
        if (manifest.isCluster()) {
            problems.addAll(clusters.problems(manifest));
            problems.addAll(JobCheck.problems(manifest));
            problems.addAll(volumes(manifest));
        }
        if (manifest.kind().equals("Deployment")) {
            problems.addAll(JobCheck.problemsOfCommands(manifest));
            problems.addAll(mounts(manifest.name(), names(manifest.pod().path("volumes")), manifest.pod()));
        }
        if (manifest.kind().equals("FlinkSessionJob")) {
            problems.addAll(clusters.problemsOfSessionJob(manifest));
            problems.addAll(JobCheck.problems(manifest, all));
        }
        return problems;
    }

    /** Templates are merged by the names of containers and volumes: what is mounted anywhere must be a volume of that process. */
    private static List<String> volumes(Manifest manifest) {
        List<String> problems = new ArrayList<>();
        JsonNode common = manifest.deployment().at("/podTemplate/spec");
        for (String process : List.of("jobManager", "taskManager")) {
            JsonNode own = manifest.deployment().path(process).at("/podTemplate/spec");
            List<String> volumes = names(common.path("volumes"));
            volumes.addAll(names(own.path("volumes")));
            for (JsonNode spec : List.of(common, own)) {
                problems.addAll(mounts(process, volumes, spec));
            }
        }
        return problems;
    }

    private static List<String> mounts(String process, List<String> volumes, JsonNode spec) {
        List<String> problems = new ArrayList<>();
        for (String containers : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(containers)) {
                names(container.path("volumeMounts")).stream()
                        .filter(mount -> !volumes.contains(mount))
                        .forEach(mount -> problems.add(
                                "expected a volume " + mount + " of the " + process + ", found " + volumes));
            }
        }
        return problems;
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(each -> names.add(each.path("name").asText()));
        return names;
    }
}
