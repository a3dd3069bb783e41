package io.leeway.cli.savepoint;

import io.leeway.cli.console.RootCause;
import io.leeway.cli.console.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.client.program.PackagedProgramUtils;
import org.apache.flink.client.program.ProgramInvocationException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.jspecify.annotations.Nullable;

/** A job's jar, main class and arguments, as {@code flink run} takes them. */
record JobProgram(Path jar, String mainClass, List<String> arguments) {
    JobProgram {
        arguments = List.copyOf(arguments);
    }

    /** The job jar in the Flink home the command runs out of. */
    static Path shipped() {
        Path jar = Path.of(System.getProperty("leeway.home", "."), "usrlib", "leeway-jobs.jar");
        if (!Files.isRegularFile(jar)) {
            throw new UserError("Expected the job's jar at " + jar + ", found none; build it with mvn package");
        }
        return jar;
    }

    /**
     * Runs the program up to where it would execute: what it checks beforehand it checks here.
     *
     * @param parallelism of all that does not say its own; absent: as configured
     */
    JobGraph graph(Configuration cluster, @Nullable Integer parallelism) {
        Configuration configuration = new Configuration(cluster);
        // The command has the jar's classes, and Kafka's, on its own class path; two of each would
        // not fit together.
        configuration.set(CoreOptions.CLASSLOADER_RESOLVE_ORDER, "parent-first");
        try (PackagedProgram program = PackagedProgram.newBuilder()
                .setJarFile(jar.toFile())
                .setEntryPointClassName(mainClass)
                .setArguments(arguments.toArray(String[]::new))
                .setConfiguration(configuration)
                .build()) {
            return PackagedProgramUtils.createJobGraph(
                    program,
                    configuration,
                    parallelism == null ? configuration.get(CoreOptions.DEFAULT_PARALLELISM) : parallelism,
                    false);
        } catch (ProgramInvocationException e) {
            throw UserError.found(
                    mainClass + " in " + jar + " to define a job",
                    RootCause.message(e).lines().findFirst().orElse("no message"),
                    "its arguments follow --",
                    e);
        }
    }

    /** The ids by which the graph's operators find their state. */
    static Set<String> operatorIds(JobGraph graph) {
        return StreamSupport.stream(graph.getVertices().spliterator(), false)
                .flatMap(vertex -> vertex.getOperatorIDs().stream())
                .map(pair -> pair.getUserDefinedOperatorID()
                        .orElse(pair.getGeneratedOperatorID())
                        .toHexString())
                .collect(Collectors.toSet());
    }
}
