package io.leeway.bench;

import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Nanoseconds a call of the methods in {@link MeasuredMethods}, by JMH: each in a JVM of its own,
 * so that what the compiler learnt of one does not count for the next.
 *
 * <p>A fork has the launcher's class path. The error is half the width of JMH's interval of 99.9 %.
 */
final class MethodsBenchmark implements Benchmark {
    private static final String NAME = "methods";

    /** Between them they see every part of a request's way, in that order. */
    private static final List<String> METHODS = List.of(
            "decodeEvent",
            "profileThroughBytes",
            "profileVisit",
            "featuresChurn",
            "featuresInterest",
            "columnsChurn",
            "columnsInterest",
            "encodeChurn",
            "encodeInterest");

    private static final int TURN_MILLIS = 500;
    private static final int WARM_UP = 6;
    /** Below three, an interval says nothing. */
    private static final int LEAST = 3;

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public int steps(BenchmarkRig rig) {
        return rig.sized(METHODS.size());
    }

    @Override
    public List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception {
        List<BenchmarkResult> results = new ArrayList<>();
        TimeValue turn = TimeValue.milliseconds(rig.sized(TURN_MILLIS));
        for (String method : METHODS.subList(0, steps(rig))) {
            Options options = new OptionsBuilder()
                    .include("^" + MeasuredMethods.class.getName().replace(".", "\\.") + "\\." + method + "$")
                    .forks(1)
                    .jvmArgs("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
                    .warmupIterations(WARM_UP)
                    .warmupTime(turn)
                    .measurementIterations(Math.max(LEAST, rig.rounds()))
                    .measurementTime(turn)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .build();
            RunResult run = new Runner(options).runSingle();
            results.add(BenchmarkResult.figures(
                    NAME,
                    method,
                    Map.of(
                            "nanosPerCall",
                            BenchmarkResult.round(run.getPrimaryResult().getScore()),
                            "nanosPerCallError",
                            BenchmarkResult.round(run.getPrimaryResult().getScoreError()))));
            step.run();
        }
        return results;
    }
}
