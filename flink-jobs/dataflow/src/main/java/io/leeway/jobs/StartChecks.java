package io.leeway.jobs;

import io.leeway.sources.base.StartCheck;
import org.apache.flink.client.deployment.application.executors.EmbeddedExecutor;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Checks of a job's first start. Where a client submits the job, they run at once, so that a mistake
 * is one line. They run in any case where its sources begin: a JobManager runs main again
 * when it fails over, and then neither the brokers nor what retention has left may end the job.
 */
final class StartChecks {
    private StartChecks() {}

    /** The check of the sources; it has run for a client that submits, also with a savepoint. */
    static StartCheck before(StreamExecutionEnvironment env, StartCheck check) {
        if (isAttended(env)) {
            check.check();
        }
        return atStart(check);
    }

    /** Runs a check for a client that submits without a savepoint, and at no other time. */
    static void firstAlone(StreamExecutionEnvironment env, StartCheck check) {
        if (isAttended(env)
                && env.getConfiguration()
                        .getOptional(StateRecoveryOptions.SAVEPOINT_PATH)
                        .isEmpty()) {
            check.check();
        }
    }

    private static boolean isAttended(StreamExecutionEnvironment env) {
        return env.getConfiguration()
                .getOptional(DeploymentOptions.TARGET)
                .filter(EmbeddedExecutor.NAME::equals)
                .isEmpty();
    }

    /** What has to be changed ends the job for good; brokers that do not answer are asked again. */
    private static StartCheck atStart(StartCheck check) {
        return () -> {
            try {
                check.check();
            } catch (JobException.Unreachable away) {
                throw away;
            } catch (JobException wrong) {
                throw new SuppressRestartsException(wrong);
            }
        };
    }
}
