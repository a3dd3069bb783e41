package io.leeway.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.IllegalConfigurationException;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;

/** Whether Flink would start with a cluster's settings: each is known, memory adds up, and the home's own are there. */
final class ClusterCheck {
    /** The operator sets these, and refuses manifests that do. */
    private static final Set<String> THE_OPERATORS =
            Set.of("kubernetes.namespace", "kubernetes.cluster-id", "high-availability.cluster-id");

    private final KnownOptions known = new KnownOptions();
    private final Map<String, String> house;

    /**
     * @param house settings of the home that a pod must have as well: the operator's configuration takes the place of the home's file
     */
    ClusterCheck(Map<String, String> house) {
        this.house = house;
    }

    List<String> problems(Manifest manifest) {
        JsonNode deployment = manifest.deployment();
        Map<String, String> settings = settings(deployment);
        List<String> problems = new ArrayList<>();
        settings.forEach((key, value) -> known.problem(key, value).ifPresent(problems::add));
        settings.keySet().stream()
                .filter(THE_OPERATORS::contains)
                .forEach(key -> problems.add("expected " + key + " to be left to the operator"));
        house.forEach((key, value) -> {
            if (!words(settings.getOrDefault(key, "")).containsAll(words(value))) {
                problems.add("expected " + key + " as in the home, " + value + ", found " + settings.get(key));
            }
        });
        for (String directory : List.of(
                "execution.checkpointing.dir",
                "execution.checkpointing.savepoint-dir",
                "high-availability.storageDir")) {
            if (!settings.containsKey(directory)) {
                problems.add("expected " + directory + ", found none");
            }
        }
        try {
            Configuration configuration = Configuration.fromMap(settings);
            configuration.set(TaskManagerOptions.TOTAL_PROCESS_MEMORY, memory(deployment.path("taskManager")));
            configuration.set(JobManagerOptions.TOTAL_PROCESS_MEMORY, memory(deployment.path("jobManager")));
            TaskExecutorProcessUtils.processSpecFromConfig(configuration);
            JobManagerProcessUtils.processSpecFromConfig(configuration);
        } catch (IllegalConfigurationException | IllegalArgumentException e) {
            problems.add("expected memory that adds up, found: " + e.getMessage());
        }
        return problems;
    }

    /** Of a session job: the operator's own settings only. */
    List<String> problemsOfSessionJob(Manifest manifest) {
        List<String> problems = new ArrayList<>();
        settings(manifest.tree().path("spec")).forEach((key, value) -> {
            known.problem(key, value).ifPresent(problems::add);
            if (!key.startsWith("kubernetes.operator.") && !key.startsWith("job.autoscaler.")) {
                problems.add("expected settings of the operator on a session job, found " + key);
            }
        });
        return problems;
    }

    static Map<String, String> settings(JsonNode spec) {
        Map<String, String> settings = new TreeMap<>();
        spec.path("flinkConfiguration")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    private static Set<String> words(String value) {
        return new TreeSet<>(Arrays.asList(value.strip().split("\\s+")));
    }

    private static MemorySize memory(JsonNode process) {
        String memory = process.at("/resources/requests/memory").asText();
        return new MemorySize(Quantity.getAmountInBytes(new Quantity(memory)).longValueExact());
    }
}
