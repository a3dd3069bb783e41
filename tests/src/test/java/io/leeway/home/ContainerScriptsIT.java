package io.leeway.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that containers are started with, started here as Kubernetes does; the image itself is {@code ImageIT}'s. */
class ContainerScriptsIT {
    private static final Duration TO_START = Duration.ofMinutes(4);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private static Path folder;

    private final Path home = FlinkHome.built();

    @Test
    void aTaskManagerStartsByTheCommandOfFlinksKubernetesIntegration() throws Exception {
        try (FlinkHome cluster = FlinkHome.start(folder, Map.of())) {
            Configuration configuration =
                    GlobalConfiguration.loadConfiguration(home.resolve("conf").toString());
            configuration.set(TaskManagerOptions.CPU_CORES, 1.0);
            configuration.setString("taskmanager.memory.managed.size", "100m");
            String resources = TaskExecutorProcessUtils.generateDynamicConfigsStr(
                    TaskExecutorProcessUtils.processSpecFromConfig(configuration));
            Path output = folder.resolve("script.log");
            Process process = script(
                    output,
                    "bash",
                    "-c",
                    "kubernetes-taskmanager.sh " + resources + " -Djobmanager.rpc.port=" + cluster.rpcPort()
                            + " -D taskmanager.resource-id=by-the-script -D 'env.java.opts.taskmanager=-Dof=\"TaskManagers\"'");
            try {
                cluster.rest().awaitTaskManager("by-the-script", TO_START);
                assertThat(Files.readString(output))
                        .contains(
                                "KubernetesTaskExecutorRunner",
                                // All of the configuration's flags, and those of its kind of process.
                                "--add-opens=java.base/java.util=ALL-UNNAMED",
                                "-Dorg.bytedeco.javacpp.noPointerGC=true",
                                "-Dof=",
                                "-Xmx503316480")
                        .contains("taskmanager.memory.managed.size=104857600b");
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void whatIsNotUnderstoodEndsWithALine() throws Exception {
        Path output = folder.resolve("wrong.log");
        assertThat(exitCode(script(output, "kubernetes-jobmanager.sh", "kubernetes-jobs")))
                .isEqualTo(1);
        assertThat(Files.readString(output)).contains("expected jobmanager, ", "found 'kubernetes-jobs'");
        assertThat(exitCode(script(output, "taskmanager", "-D", "taskmanager.memory.network.min=1t")))
                .isEqualTo(1);
        assertThat(Files.readString(output))
                .contains("expected a configuration that Flink takes", "IllegalConfiguration");
        assertThat(exitCode(script(output, "help"))).isZero();
        assertThat(Files.readString(output)).contains("standalone-job");
        assertThat(exitCode(script(output, "echo", "as it is"))).isZero();
        assertThat(Files.readString(output)).isEqualTo("as it is\n");
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(TO_START.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process script(Path output, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(
                        List.of(home.resolve("bin/docker-entrypoint.sh").toString())))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.command().addAll(List.of(command));
        Map<String, String> environment = builder.environment();
        environment.put("PATH", home.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("_POD_NODE_ID", "node-1");
        environment.remove("FLINK_CONF_DIR");
        return builder.start();
    }
}
