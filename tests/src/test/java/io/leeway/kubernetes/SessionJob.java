package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The FlinkSessionJob of {@code k8s/base}, as far as it is needed to submit it.
 *
 * @param classPath {@code pipeline.classpaths} of its cluster
 * @param entryClass the class that the operator names
 * @param arguments of its main method
 */
public record SessionJob(String classPath, String entryClass, List<String> arguments) {

    public static SessionJob read() {
        JsonNode job = document("sql-at-risk.yaml").at("/spec/job");
        List<String> arguments = new ArrayList<>();
        job.path("args").forEach(argument -> arguments.add(argument.asText()));
        return new SessionJob(
                ClusterCheck.settings(document("sql-cluster.yaml").path("spec")).get("pipeline.classpaths"),
                job.path("entryClass").asText(),
                arguments);
    }

    /** A SQL file of the ConfigMap that the cluster mounts. */
    public static String sql(String name) {
        return Kustomizations.read(Kustomizations.FOLDER.resolve("base/sql").resolve(name));
    }

    private static JsonNode document(String file) {
        return Manifest.parse(Kustomizations.read(
                        Kustomizations.FOLDER.resolve("base").resolve(file)))
                .get(0)
                .tree();
    }
}
