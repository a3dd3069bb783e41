package io.leeway.cli.bench;

import java.util.List;

/** One question to the machine. */
interface Benchmark {

    /** The names of its results; {@code --only} takes any of them. */
    List<String> names();

    /** How many steps {@link #run} reports. */
    int steps(Rig rig);

    /**
     * Measures.
     *
     * @param step is told of every step
     */
    List<Result> run(Rig rig, Runnable step) throws Exception;
}
