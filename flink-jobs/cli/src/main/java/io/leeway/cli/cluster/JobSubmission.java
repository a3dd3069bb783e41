package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job of a jar on its way to a JobManager.
 *
 * @param jar with the job, absolute; the cluster gets it as well
 * @param jobManager {@code host:port} of its REST endpoint
 * @param parallelism null: the job's, or the cluster's default
 * @param fromSavepoint a savepoint or retained checkpoint; null: from nothing
 */
record JobSubmission(
        FlinkClient client,
        Path jar,
        String mainClass,
        List<String> arguments,
        String jobManager,
        @Nullable Integer parallelism,
        @Nullable String fromSavepoint) {

    private static final Pattern SUBMITTED = Pattern.compile("Job has been submitted with JobID ([0-9a-f]{32})");

    JobSubmission {
        arguments = List.copyOf(arguments);
    }

    /**
     * Submits it and does not wait for its end.
     *
     * @throws UserError when the program or the JobManager refuses
     */
    String detached(Consumer<String> output) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        execute(List.of("-d"), line -> {
            Matcher submitted = SUBMITTED.matcher(line);
            if (submitted.matches()) {
                ids.add(submitted.group(1));
            } else {
                output.accept(line);
            }
        });
        if (ids.size() != 1) {
            throw new UserError("Expected " + mainClass + " to be one job, found " + ids.size()
                    + "; a program that waits for its jobs needs --attached");
        }
        return ids.get(0);
    }

    /** Runs the program to its end, with as many jobs as it has. */
    void attached(Consumer<String> output) throws InterruptedException {
        execute(List.of(), output);
    }

    private void execute(List<String> flags, Consumer<String> output) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("run"));
        words.addAll(flags);
        words.addAll(List.of("-m", jobManager, "-c", mainClass));
        if (parallelism != null) {
            words.addAll(List.of("-p", parallelism.toString()));
        }
        if (fromSavepoint != null) {
            words.addAll(List.of("-s", fromSavepoint));
        }
        words.add(jar.toString());
        words.addAll(arguments);
        client.run(words, "the JobManager at " + jobManager + " to take " + mainClass, output);
    }
}
