package io.leeway.functions.provider;

import io.leeway.functions.rows.OnError;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** The options in the WITH of a CREATE MODEL whose provider is {@code tensorflow}. */
public final class TensorFlowModelOptions {
    private TensorFlowModelOptions() {}

    public static final ConfigOption<String> PATH = ConfigOptions.key("path")
            .stringType()
            .noDefaultValue()
            .withDescription(
                    "The model's folder with a folder for each version, or the folder of one version; on any file"
                            + " system of Flink's. A relative path is resolved where the statement is planned.");

    public static final ConfigOption<String> VERSION = ConfigOptions.key("version")
            .stringType()
            .defaultValue(VersionFolders.LATEST)
            .withDescription("A version's number, compared as one (00000123 is 123), or 'latest': the highest when the"
                    + " statement is planned, which all its tasks then serve.");

    public static final ConfigOption<String> SIGNATURE = ConfigOptions.key("signature")
            .stringType()
            .noDefaultValue()
            .withDescription("The signature to call; by default the manifest's, without a manifest 'serving_default'.");

    public static final ConfigOption<Integer> BATCH_SIZE = ConfigOptions.key("batch.size")
            .intType()
            .defaultValue(128)
            .withDescription(
                    "Rows of one call at most, of the asynchronous function; it never sees more rows at a time than"
                            + " table.exec.async-ml-predict.max-concurrent-operations.");

    public static final ConfigOption<Duration> BATCH_LINGER = ConfigOptions.key("batch.linger")
            .durationType()
            .defaultValue(Duration.ofMillis(2))
            .withDescription("How long a row waits for others to share its call; 0 waits for none but those that come"
                    + " during a call.");

    public static final ConfigOption<Integer> THREADS = ConfigOptions.key("threads")
            .intType()
            .defaultValue(1)
            .withDescription(
                    "Threads that TensorFlow uses within one operation. One is the fastest below a few hundred rows"
                            + " a call; who loads a model first in a process decides for all.");

    public static final ConfigOption<Duration> CALL_TIMEOUT = ConfigOptions.key("call.timeout")
            .durationType()
            .defaultValue(CallSettings.DEFAULTS.timeout())
            .withDescription("After which a call is ended, wall clock, and its rows can't be answered; 0 for never.");

    public static final ConfigOption<OnError> ON_ERROR = ConfigOptions.key("on-error")
            .enumType(OnError.class)
            .defaultValue(OnError.FAIL)
            .withDescription(
                    "A row that can't be answered (a null, NaN or infinite number, an array of another length, an id"
                            + " that the model has not): 'fail' the job, answer 'null', or answer null and say why in an"
                            + " additional output column status STRING.");

    public static final ConfigOption<String> DIGEST = ConfigOptions.key("digest")
            .stringType()
            .noDefaultValue()
            .withDescription("The SHA-256 over all files that the version must have; any by default.");

    static final Set<ConfigOption<?>> OPTIONAL =
            Set.of(VERSION, SIGNATURE, BATCH_SIZE, BATCH_LINGER, THREADS, CALL_TIMEOUT, ON_ERROR, DIGEST);
}
