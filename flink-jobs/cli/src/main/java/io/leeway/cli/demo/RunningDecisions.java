package io.leeway.cli.demo;

/**
 * The decision jobs of a demo while they run. Closing them stops them, and what they have not
 * committed is lost.
 */
interface RunningDecisions extends AutoCloseable {

    /** Of a shop without deciders. */
    RunningDecisions NONE = new RunningDecisions() {
        @Override
        public void requireAlive() {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    };

    /** @throws RuntimeException with a line for people, when a job has failed for good */
    void requireAlive();

    /**
     * Returns when all committed scores have been decided on, all decisions are answered, and the
     * jobs have ended in order.
     */
    void finish() throws InterruptedException;

    @Override
    void close();
}
