package io.leeway.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a client that failed printed, in one line. */
class PrintedFailureTest {

    @Test
    void anErrorOfTheHouseIsItsMessage() {
        assertThat(line(
                        "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Model churn",
                        "\tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:373)",
                        "Caused by: io.leeway.model.ModelException: Model churn: expected a folder m,",
                        "found none",
                        "\tat io.leeway.model.ModelRepository.latest(ModelRepository.java:40)",
                        "\t... 11 more",
                        "Caused by: java.nio.file.NoSuchFileException: m"))
                .isEqualTo("Model churn: expected a folder m,; found none");
    }

    @Test
    void anyOtherIsTheInnermostCauseAndNoFrame() {
        assertThat(line(
                        "org.apache.flink.client.program.ProgramInvocationException: The main method caused an error",
                        "\tat io.leeway.cli.Leeway.main(Leeway.java:146)",
                        "Caused by: java.lang.LinkageError: loader constraint violation: ConsumerRecord",
                        "\tat io.leeway.cli.Leeway.main(Leeway.java:146)",
                        "\t... 7 more"))
                .isEqualTo(
                        "Expected the JobManager to take it, found: LinkageError: loader constraint violation: ConsumerRecord");
    }

    @Test
    void withoutAnExceptionItIsTheLastLine() {
        assertThat(line("flink: Java 17 or newer is needed, found 11", ""))
                .isEqualTo("Expected the JobManager to take it, found: flink: Java 17 or newer is needed, found 11");
        assertThat(line()).isEqualTo("Expected the JobManager to take it, found: nothing printed");
    }

    private static String line(String... printed) {
        PrintedFailure failure = new PrintedFailure();
        for (String each : printed) {
            failure.add(each);
        }
        return String.valueOf(failure.error("the JobManager to take it").getMessage());
    }
}
