package io.leeway.functions.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leeway.model.CallExpired;
import io.leeway.model.ModelContents;
import io.leeway.model.ModelException;
import io.leeway.model.SavedModel;
import io.leeway.model.SharedModels;
import io.leeway.model.TensorColumn;
import io.leeway.model.TestModels;
import io.leeway.model.lease.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models in SQL that never return, as they are opened and as they are called. */
@Timeout(60)
class HostileSqlModelsTest {
    private static final String SECONDS = "leeway.model.trial-seconds";

    @TempDir
    private Path folder;

    @AfterEach
    void restore() {
        System.clearProperty(SECONDS);
    }

    @Test
    void aModelThatNeverReturnsIsNotLoaded() {
        System.setProperty(SECONDS, "8");
        Path model = TestModels.endless(folder.resolve("endless/1"));
        int before = SharedModels.size();
        assertThatThrownBy(() -> OpenModel.open(address(model), CallSettings.DEFAULTS))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("Model " + model + ": expected a model that loads and")
                .hasMessageContaining("answers within 8 s in a process of its own");
        assertThat(SharedModels.size()).isEqualTo(before);
    }

    @Test
    void aCallThatNeverReturnsFailsAndTheModelAnswersOthers() {
        Path model = TestModels.trap(folder.resolve("trap/1"));
        try (Lease<SavedModel> lease = OpenModel.open(address(model), new CallSettings(1, Duration.ofMillis(300)))) {
            assertThat(call(lease.value(), 3f)).containsExactly(3f);
            assertThatThrownBy(() -> call(lease.value(), 12f))
                    .isInstanceOf(CallExpired.class)
                    .hasMessageContaining("expected an answer within 300 ms");
            assertThat(call(lease.value(), 4f)).containsExactly(4f);
        }
    }

    private static float[] call(SavedModel model, float x) {
        Map<String, TensorColumn> in = Map.of("x", new TensorColumn(new float[] {x}, List.of()));
        return TensorColumn.floats(model.predict("serving_default", in, 1), "y");
    }

    private static ModelAddress address(Path model) {
        return new ModelAddress(
                model.toUri().toString(), ModelContents.read(model, null).digest());
    }
}
