package io.leeway.training.options;

import org.tensorflow.proto.ConfigProto;

/** How many threads a session trains with. */
public final class SessionThreads {
    private SessionThreads() {}

    /** Two threads within an operation, operations one after another: the order is repeatable. */
    public static ConfigProto inOrder() {
        return ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(2)
                .setInterOpParallelismThreads(1)
                // Else the first session of the process decides for all that follow.
                .setUsePerSessionThreads(true)
                .build();
    }
}
