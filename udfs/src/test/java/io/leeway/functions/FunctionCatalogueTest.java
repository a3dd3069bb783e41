package io.leeway.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the catalogue says of the functions holds. */
class FunctionCatalogueTest {

    @TempDir
    private static Path models;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writeModels() {
        FunctionSession.writeModels(models);
    }

    @ParameterizedTest
    @EnumSource
    void theExampleWorksInEveryModeThatIsNamed(FunctionCatalogue function) throws Exception {
        assertThat(FunctionSession.open(true, models, folder.resolve("streaming"))
                        .rows(function.example()))
                .isNotEmpty();
        if (function.modes().startsWith("batch")) {
            assertThat(FunctionSession.open(false, models, folder.resolve("batch"))
                            .rows(function.example()))
                    .isNotEmpty();
        }
    }

    @Test
    void theScriptRegistersAllAndIsTheOneThatIsCheckedIn() throws Exception {
        String script = String.join("\n", FunctionCatalogue.script()) + "\n";
        assertThat(Files.readString(Path.of("..", "sql", "functions.sql"), UTF_8))
                .as("leeway functions --sql > sql/functions.sql")
                .isEqualTo(script);
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        FunctionCatalogue.script().forEach(statement -> tables.executeSql(statement.replace(";", "")));
        assertThat(tables.listUserDefinedFunctions())
                .hasSize(FunctionCatalogue.values().length)
                .allMatch(name -> FunctionCatalogue.find(name).isPresent());
    }

    @Test
    void theModuleMakesTheClassesOfTheCatalogue() {
        FunctionModule module = new FunctionModule();
        for (FunctionCatalogue function : FunctionCatalogue.values()) {
            assertThat(module.listFunctions()).contains(function.name());
            assertThat(module.getFunctionDefinition(function.name())).containsInstanceOf(function.implementation());
        }
        assertThat(module.getFunctionDefinition("ABS")).isEmpty();
    }
}
