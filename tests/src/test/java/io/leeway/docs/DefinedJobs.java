package io.leeway.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Takes jobs up to where they would execute, as the client of a cluster does, and executes none. */
final class DefinedJobs extends StreamExecutionEnvironment {
    private final List<String> names;

    private DefinedJobs(Configuration configuration, List<String> names) {
        super(configuration);
        this.names = names;
    }

    /** The names of the jobs that a program would execute; each has a job graph. */
    static List<String> of(Callable<?> program) throws Exception {
        List<String> names = new ArrayList<>();
        initializeContextEnvironment(configuration -> new DefinedJobs(configuration, names));
        try {
            program.call();
        } finally {
            resetContextEnvironment();
        }
        return names;
    }

    @Override
    public JobExecutionResult execute(StreamGraph graph) {
        names.add(graph.getJobGraph().getName());
        return new JobExecutionResult(new JobID(), 0, Map.of());
    }
}
