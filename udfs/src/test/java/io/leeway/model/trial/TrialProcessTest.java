package io.leeway.model.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.leeway.model.LoadOptions;
import io.leeway.model.ManifestFile;
import io.leeway.model.ModelLocation;
import io.leeway.model.TestModels;
import io.leeway.shopper.Task;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TString;

/** Real SavedModels out of allowed operations alone, in real processes. */
class TrialProcessTest {
    private static final int ROWS = 128;
    private static final long GIGABYTE = 1L << 30;
    private static final TrialLimits WIDE = new TrialLimits(Duration.ofMinutes(2), 2 * GIGABYTE);
    private static final LoadOptions LOAD = LoadOptions.serving(Task.CHURN, TestModels.PROFILE);

    @TempDir
    private Path folder;

    @AfterEach
    void noProcessStays() {
        TrialProcess.closeIdle();
    }

    @Test
    void aModelThatAnswersPasses() throws Exception {
        assertThat(TrialProcess.refusal(TestModels.released(folder, Task.CHURN), LOAD, ROWS, WIDE))
                .isEmpty();
    }

    @Test
    void aProcessTriesOneModelAfterAnotherAndNoneAfterOneThatDidNotPass() throws Exception {
        ModelLocation good = TestModels.released(folder, Task.CHURN);
        assertThat(TrialProcess.refusal(good, LOAD, ROWS, WIDE)).isEmpty();
        List<Long> first = trials();
        assertThat(first).hasSize(1);
        assertThat(TrialProcess.refusal(good, LOAD, ROWS, WIDE)).isEmpty();
        assertThat(trials()).isEqualTo(first);
        assertThat(TrialProcess.refusal(good, LOAD.withDigest("0".repeat(64)), ROWS, WIDE))
                .isPresent();
        assertThat(trials()).isEmpty();
        assertThat(TrialProcess.refusal(good, LOAD, ROWS, WIDE)).isEmpty();
        assertThat(trials()).doesNotContainAnyElementsOf(first);
    }

    private static List<Long> trials() {
        return ProcessHandle.current()
                .children()
                .filter(TrialProcessTest::isTrial)
                .map(ProcessHandle::pid)
                .toList();
    }

    @Test
    void aModelThatLoopsForEverIsRefusedInTime() throws Exception {
        assertThat(tried(TestModels::endless, new TrialLimits(Duration.ofSeconds(3), 2 * GIGABYTE)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("Expected a model that loads and answers within 3 s in a process of its own"));
    }

    @Test
    void aModelThatTakesAllMemoryIsRefused() throws Exception {
        TrialLimits narrow = new TrialLimits(Duration.ofSeconds(3), 700L << 20);
        assertThat(tried(TrialProcessTest::hundredGigabytes, narrow)).isPresent();
        assertThat(tried(TrialProcessTest::doubledString, narrow)).isPresent();
    }

    @Test
    void whatIsBeyondTheMemoryOfATrialIsKilled() throws Exception {
        assertThat(TrialProcess.refusal(
                        TestModels.released(folder, Task.CHURN),
                        LOAD,
                        ROWS,
                        new TrialLimits(Duration.ofMinutes(2), 30L << 20)))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .contains("answers within 30 MB in a process of its own, found one that takes more"));
    }

    @Test
    void theReasonIsTheOneOfLoading() throws Exception {
        ModelLocation location = TestModels.released(folder, Task.CHURN);
        assertThat(TrialProcess.refusal(location, LOAD.withDigest("0".repeat(64)), ROWS, WIDE))
                .hasValueSatisfying(reason -> assertThat(reason)
                        .startsWith("Model " + location.directory())
                        .contains("0".repeat(64)));
        Files.delete(location.directory().resolve("saved_model.pb"));
        assertThat(TrialProcess.refusal(location, LOAD, ROWS, WIDE))
                .hasValueSatisfying(reason -> assertThat(reason).contains("saved_model.pb"));
    }

    @Test
    void whatFailsBeforeAModelIsLoadedIsNoFaultOfTheModel() {
        assertThatThrownBy(() -> TrialWorker.start(List.of("bash", "-c", "echo no space for namespaces; exit 1", "--")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no space for namespaces");
    }

    @Test
    void aTrialHasNoNetworkWhereThePlatformPermitsThat() throws Exception {
        assumeThat(NetworkIsolation.prefix()).as("namespaces of users").isNotEmpty();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<String> connect = List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort());
            assertThat(new ProcessBuilder(connect).start().waitFor()).isZero();
            List<String> isolated = new ArrayList<>(NetworkIsolation.prefix());
            isolated.addAll(connect);
            assertThat(new ProcessBuilder(isolated).start().waitFor()).isNotZero();
        }
    }

    private Optional<String> tried(BiFunction<Ops, Operand<TFloat32>, Operand<TFloat32>> more, TrialLimits limits)
            throws Exception {
        Path directory = Files.createTempDirectory(folder, "base").resolve("churn/3");
        TestModels.task(directory, Task.CHURN, 7, more);
        ManifestFile.seal(directory, TestModels.manifest(Task.CHURN));
        return TrialProcess.refusal(new ModelLocation("churn", 3, directory), LOAD, ROWS, limits);
    }

    private static boolean isTrial(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(TrialMain.class.getName());
    }

    private static Operand<TFloat32> hundredGigabytes(Ops tf, Operand<TFloat32> answer) {
        Operand<TFloat32> many = tf.fill(tf.constant(new long[] {25_000_000_000L}), tf.constant(1f));
        return tf.math.add(answer, tf.math.mean(many, tf.constant(0)));
    }

    private static Operand<TFloat32> doubledString(Ops tf, Operand<TFloat32> answer) {
        Operand<TString> text = tf.constant("a shopper's whole history");
        for (int i = 0; i < 60; i++) {
            text = tf.strings.join(List.of(text, text));
        }
        return tf.math.add(answer, tf.dtypes.cast(tf.strings.stringLength(text), TFloat32.class));
    }
}
