package io.leeway.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leeway.jobs.JobException;
import org.junit.jupiter.api.Test;

class EvaluationRunTest {

    @Test
    void eachTaskIsFoundByItsName() {
        assertThat(EvaluationRun.names()).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        assertThat(EvaluationRun.names())
                .allSatisfy(name -> assertThat(EvaluationRun.task(name).name()).isEqualTo(name));
    }

    @Test
    void onlySimulatedTasksNeedNoInput() {
        assertThat(EvaluationRun.names())
                .allSatisfy(name -> assertThat(EvaluationRun.task(name).readsHistory())
                        .as(name)
                        .isEqualTo(!name.startsWith("simulated-")));
    }

    @Test
    void anUnknownNameIsAnsweredWithAll() {
        assertThatExceptionOfType(JobException.class)
                .isThrownBy(() -> EvaluationRun.task("chrun"))
                .withMessageContaining("'chrun'")
                .withMessageContaining("next-category");
    }
}
