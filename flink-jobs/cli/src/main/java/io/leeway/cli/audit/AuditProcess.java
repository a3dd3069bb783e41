package io.leeway.cli.audit;

import io.leeway.cli.console.UserError;
import io.leeway.cli.options.DurationConverter;
import io.leeway.jobs.KafkaArguments;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code leeway audit} in a JVM of its own, with this one's class path and its terminal, so
 * that the auditor shares no memory with what it audits.
 */
public final class AuditProcess {

    private static final String HEAP = "-Xmx1g";

    private AuditProcess() {}

    /**
     * Runs it to its end.
     *
     * @return its exit code: 0 when all holds
     */
    public static int run(AuditInputs inputs, Path report) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command(inputs, report))
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw UserError.found("to start a second Java for the audit", e, "see whether memory is free", e);
        }
        try {
            return process.waitFor();
        } finally {
            process.destroy();
        }
    }

    public static List<String> command(AuditInputs inputs, Path report) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                HEAP,
                "-XX:+UseSerialGC",
                // The table has dashes and arrows, whatever the locale.
                "-Dsun.stdout.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path")));
        String logging = System.getProperty("log4j2.configurationFile");
        if (logging != null) {
            command.add("-Dlog4j2.configurationFile=" + logging);
        }
        String log = System.getProperty("log.file");
        if (log != null) {
            command.add("-Dlog.file=" + Path.of(log).resolveSibling("leeway-audit.log"));
        }
        command.addAll(List.of(
                "io.leeway.cli.Leeway",
                "audit",
                "--bootstrap",
                inputs.kafka().bootstrapServers(),
                "--expected",
                inputs.expected().toString(),
                "--out",
                inputs.out().toString(),
                "--report",
                report.toString(),
                "--at-least",
                Long.toString(inputs.atLeast()),
                "--settle",
                DurationConverter.text(inputs.settle())));
        command.addAll(KafkaArguments.arguments(inputs.kafka()));
        Path planted = inputs.planted();
        if (planted != null) {
            command.addAll(List.of("--planted", planted.toString()));
        }
        if (inputs.complete()) {
            command.add("--complete");
        }
        return command;
    }
}
