package io.leeway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command that is stated is one that the program understands, options and all, and what it names is there. {@link CommandsIT} runs them. */
class CommandsTest {

    @Test
    void thoseInBlocksOfCode() throws IOException {
        requireRight(DocumentedCommands.inBlocks(), 100);
        assertThat(DocumentedCommands.notUnderstood()).isEmpty();
    }

    @Test
    void thoseWithinSentences() throws IOException {
        requireRight(DocumentedCommands.inText(), 60);
    }

    @Test
    void theExamplesOfTheHelp() {
        requireRight(DocumentedCommands.inHelp(), 70);
    }

    @Test
    void thoseInCommentsOfManifests() throws IOException {
        requireRight(DocumentedCommands.inComments(), 3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "./leeway model canary churn 2 --part 0.1 --models models",
                "leeway model canary churn",
                "./leeway run ScoringJob --bootstrap localhost:9092 --seem 2026-01-01T00:00:00Z",
                "./leeway run ScoreJob --bootstrap localhost:9092",
                "./leeway savepoint restore savepoints/s -- --bootstrap localhost:9092 --no-such 1",
                "flink run -c io.leeway.jobs.ScoringJob usrlib/leeway-jobs.jar --no-such …",
                "flink run -c io.leeway.jobs.NoJob usrlib/leeway-jobs.jar",
                "flink run -c io.leeway.jobs.SqlJob usrlib/leeway-jobs.jar sql/20_features/absent.sql",
                "mvn verify -Dleeway.nothing=true",
                "mvn -P none verify",
                "mvn verify -Dit.test=NoSuchIT",
                "mvn verify -Dtest=CommandsTest",
                "kubectl apply -k k8s/overlays/none",
                "kubectl -n leeway get pods --selectors x",
                "kubectl -n leeway get flinkdeployment leeway-nothing",
                "kubectl -n leeway-nowhere get pods",
                "kubectl -n leeway patch flinkdeployment leeway-scoring -p '{\"spec\":'",
                "kubectl -n leeway-local exec leeway-models -- leeway model start",
                "buildah bud -t leeway -f k8s/Dockerfile flink-jobs/target/leeway"
            })
    void aWrongOneIsFound(String line) {
        assertThat(DocumentedCommand.of("here", line, false)).singleElement().satisfies(command -> assertThat(
                        ToolCommandCheck.problems(command))
                .isNotEmpty());
    }

    private static void requireRight(List<DocumentedCommand> commands, int least) {
        assertThat(commands.stream().flatMap(command -> ToolCommandCheck.problems(command).stream()
                        .map(problem -> command + ": " + problem)))
                .isEmpty();
        assertThat(commands).hasSizeGreaterThan(least);
    }
}
