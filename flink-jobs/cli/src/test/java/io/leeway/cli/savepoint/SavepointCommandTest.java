package io.leeway.cli.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.leeway.cli.Leeway;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say of the savepoint of release 0.1.0. */
class SavepointCommandTest {
    private static final Path FIXTURES = Path.of("..", "..", "savepoints", "fixtures");
    private static final String SAVEPOINT =
            FIXTURES.resolve("0.1.0").resolve("savepoint").toString();

    @TempDir
    private Path folder;

    /** What a command prints, and how it ends. */
    private record Said(int code, String out, String err) {}

    private static Said say(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine leeway =
                Leeway.commandLine(false).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Said(leeway.execute(arguments), out.toString(), err.toString());
    }

    @Test
    void listsSavepointsBelowAFolderByTheirJob() {
        Said said = say("savepoint", "list", FIXTURES.toString());
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .anyMatch(line -> line.matches("taken +job +size +parallelism +operators +path"))
                .anyMatch(line ->
                        line.matches("20\\S+Z +scoring +\\d+ kB +2 .*features.*/savepoints/fixtures/0.1.0/savepoint"));
    }

    @Test
    void theLatestIsThatOfTheJob() throws Exception {
        Path copied = folder.resolve("copied");
        for (String job : List.of("0.1.0/savepoint", "decisions/guard/savepoint-0.2.0")) {
            Path to = Files.createDirectories(copied.resolve(job.replace('/', '-')));
            Files.copy(FIXTURES.resolve(job).resolve("_metadata"), to.resolve("_metadata"));
        }
        Path later = Files.createDirectories(copied.resolve("job/chk-7"));
        Files.copy(FIXTURES.resolve("0.2.0/savepoint/_metadata"), later.resolve("_metadata"));
        Files.setLastModifiedTime(
                later.resolve("_metadata"), FileTime.from(Instant.now().plusSeconds(60)));
        assertThat(SavepointFolder.latest(copied.toString(), "io.leeway.jobs.ScoringJob"))
                .endsWith("copied/job/chk-7");
        Files.write(later.resolve("_metadata"), new byte[100]);
        assertThat(SavepointFolder.latest(copied.toString(), "io.leeway.jobs.ScoringJob"))
                .endsWith("copied/0.1.0-savepoint");
        assertThatThrownBy(() -> SavepointFolder.latest(copied.toString(), "io.leeway.jobs.BootstrapJob"))
                .hasMessageContaining("found 2 of other jobs and 1 that cannot be read");
    }

    @Test
    void anEmptyFolderHasNone() throws Exception {
        assertThat(say(
                                "savepoint",
                                "list",
                                Files.createDirectory(folder.resolve("none")).toString())
                        .out())
                .startsWith("no savepoints below ");
        Said absent = say("savepoint", "list", folder.resolve("absent").toString());
        assertThat(absent.code()).isOne();
        assertThat(absent.err().lines()).singleElement().asString().contains("Expected a folder with savepoints at ");
    }

    @Test
    void inspectCountsShoppersAndBytes() throws Exception {
        Said said = say("savepoint", "inspect", SAVEPOINT, "--json");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode json = new JsonMapper().readTree(said.out());
        assertThat(json.required("job").asText()).isEqualTo("scoring");
        assertThat(json.required("shoppers").asInt()).isBetween(20, 30);
        JsonNode profile = json.required("shopperStates").required("profile");
        assertThat(profile.required("shoppers").asInt())
                .isEqualTo(json.required("profileFormats").required("1").asInt());
        assertThat(profile.required("medianBytes").asInt())
                .isBetween(
                        profile.required("minBytes").asInt(),
                        profile.required("maxBytes").asInt());
        assertThat(json.required("operators"))
                .anyMatch(operator -> operator.required("uid").asText().equals("features")
                        && operator.required("states").size() == 5);
        Said forPeople = say("savepoint", "inspect", SAVEPOINT);
        assertThat(forPeople.out())
                .contains(
                        "of the job scoring", "value by StringSerializer 3 of BytePrimitiveArraySerializer 3, format 1")
                .contains(json.required("shoppers").asInt() + " shoppers, ")
                .contains("profiles by size, from")
                .contains("█");
    }

    @Test
    void inspectShowsAShopper() throws Exception {
        // One of them may be the first that is read; all are not.
        for (String user : List.of("u7", "u3", "u29")) {
            Said said = say("savepoint", "inspect", SAVEPOINT, "--user", user);
            assertThat(said.code()).as(said.err()).isZero();
            JsonNode json = new JsonMapper().readTree(said.out());
            assertThat(json.required("user").asText()).isEqualTo(user);
            assertThat(json.required("frequency").size()).isPositive();
        }
        Said unknown = say("savepoint", "inspect", SAVEPOINT, "--user", "absent");
        assertThat(unknown.code()).isOne();
        assertThat(unknown.err().lines()).singleElement().asString().contains("Expected the shopper absent in ");
    }

    @Test
    void whatIsWrongIsOneLine() throws Exception {
        assertOneLine(
                say("savepoint", "inspect", folder.toString()),
                "found no _metadata there; `leeway savepoint list DIR`");
        Files.write(folder.resolve("_metadata"), new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        assertOneLine(say("savepoint", "inspect", folder.toString()), "found one that cannot be read");
        assertOneLine(
                say("savepoint", "take", "--jobmanager", "localhost:1"),
                "Expected a Flink JobManager at localhost:1, found none that answers");
        assertOneLine(
                say("savepoint", "take", "--jobmanager", "here"), "Expected --jobmanager as HOST:PORT, found here");
        assertOneLine(
                say("savepoint", "restore", SAVEPOINT),
                "Expected the job's jar at ./usrlib/leeway-jobs.jar, found none");
    }

    private static void assertOneLine(Said said, String part) {
        assertThat(said.code()).isOne();
        assertThat(said.err().lines())
                .singleElement()
                .asString()
                .startsWith("leeway: ")
                .contains(part);
    }
}
