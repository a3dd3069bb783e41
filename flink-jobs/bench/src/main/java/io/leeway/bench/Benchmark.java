package io.leeway.bench;

import io.leeway.bench.measure.BenchmarkResult;
import io.leeway.bench.measure.BenchmarkRig;
import java.util.List;

/** One question to the machine. */
interface Benchmark {

    /** The names of its results; {@code --only} takes any of them. */
    List<String> names();

    /** How many steps {@link #run} reports. */
    int steps(BenchmarkRig rig);

    /**
     * Measures.
     *
     * @param step is called after every step
     */
    List<BenchmarkResult> run(BenchmarkRig rig, Runnable step) throws Exception;
}
