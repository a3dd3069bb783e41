package io.leeway.cli.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.leeway.cli.console.ClockPause;
import io.leeway.cli.console.ProgressBar;
import io.leeway.local.FreePorts;
import io.leeway.local.JobManagerRest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a cluster is at, as it is shown. */
record ClusterStatus(String jobManager, String kafka, String gateway, List<Row> processes, List<JobRow> jobs) {

    private static final String HEAP = "Status.JVM.Memory.Heap.Used";
    private static final int HEAP_TRIES = 5;
    private static final long HEAP_EVERY_MILLIS = 200;
    private static final String UNKNOWN = "–";

    /**
     * A process.
     *
     * @param state {@code running}, {@code starting} (runs, and does not answer yet) or
     *     {@code ended}
     * @param heap used, of Flink's processes
     */
    record Row(String name, long pid, String state, String address, String up, String heap) {}

    /** A job; {@code tasks} are those that run, of all. */
    record JobRow(String id, String name, String state, String tasks, String up) {}

    static ClusterStatus of(ClusterState state, Clock clock) throws InterruptedException {
        ClusterPlan plan = state.plan();
        JobManagerRest rest = new JobManagerRest(plan.jobManager());
        List<Row> rows = new ArrayList<>();
        List<String> registered = rest.taskManagers();
        for (ClusterProcess process : state.processes()) {
            rows.add(row(process, plan, rest, registered, clock));
        }
        List<JobRow> jobs = rest.jobs().stream()
                .map(job -> new JobRow(
                        job.id(),
                        job.name(),
                        job.state(),
                        job.tasksRunning() + "/" + job.tasks(),
                        up(Instant.ofEpochMilli(job.sinceMillis()), clock)))
                .toList();
        return new ClusterStatus(plan.jobManager(), plan.bootstrapServers(), plan.gateway(), rows, jobs);
    }

    private static Row row(
            ClusterProcess process, ClusterPlan plan, JobManagerRest rest, List<String> registered, Clock clock)
            throws InterruptedException {
        boolean taskManager = process.name().startsWith(LocalCluster.TASK_MANAGER);
        int port =
                switch (process.name()) {
                    case LocalCluster.ZOOKEEPER -> plan.zooKeeperPort();
                    case LocalCluster.KAFKA -> plan.kafkaPort();
                    case LocalCluster.JOB_MANAGER -> plan.restPort();
                    case LocalCluster.GATEWAY -> plan.gatewayPort();
                    default -> 0;
                };
        if (!process.isAlive()) {
            return new Row(process.name(), process.pid(), "ended", UNKNOWN, UNKNOWN, UNKNOWN);
        }
        boolean ready = taskManager ? registered.contains(process.name()) : FreePorts.answers(port);
        String metrics = process.name().equals(LocalCluster.JOB_MANAGER)
                ? "/jobmanager"
                : ready && taskManager ? "/taskmanagers/" + process.name() : null;
        return new Row(
                process.name(),
                process.pid(),
                ready ? "running" : "starting",
                port > 0 ? "localhost:" + port : UNKNOWN,
                up(Instant.parse(process.startedAt()), clock),
                metrics == null ? UNKNOWN : heap(rest, metrics + "/metrics?get=" + HEAP, clock));
    }

    private static String heap(JobManagerRest rest, String path, Clock clock) throws InterruptedException {
        for (int tries = 0; tries < HEAP_TRIES; tries++) {
            Optional<JsonNode> metric =
                    rest.get(path).map(metrics -> metrics.path(0).path("value"));
            if (metric.filter(JsonNode::isTextual).isPresent()) {
                return (Long.parseLong(metric.get().asText()) >> 20) + " MiB";
            }
            // The first question makes the JobManager ask around; the answer comes with a later
            // one.
            ClockPause.parking().until(clock, clock.millis() + HEAP_EVERY_MILLIS);
        }
        return UNKNOWN;
    }

    private static String up(Instant since, Clock clock) {
        return ProgressBar.seconds(Duration.between(since, clock.instant()));
    }
}
