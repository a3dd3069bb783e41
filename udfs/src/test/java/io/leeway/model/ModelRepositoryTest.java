package io.leeway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelRepositoryTest {

    @TempDir
    Path base;

    @BeforeEach
    void lay() throws IOException {
        for (String version : new String[] {"9", "00000010", "2", "draft", "3.tmp"}) {
            Files.createDirectories(base.resolve("churn").resolve(version));
        }
        Files.createDirectories(base.resolve("empty"));
        Files.writeString(base.resolve("churn/77"), "a file, not a version");
    }

    private ModelRepository repository() {
        return new ModelRepository(base);
    }

    @Test
    void versionsAreNumbers() {
        assertThat(repository().versions("churn"))
                .extracting(ModelLocation::version)
                .containsExactly(2L, 9L, 10L);
        assertThat(repository().latest("churn"))
                .isEqualTo(new ModelLocation("churn", 10, base.resolve("churn/00000010")));
        assertThat(repository().version("churn", 9).directory()).isEqualTo(base.resolve("churn/9"));
    }

    @Test
    void aMissingVersionIsNamedWithThoseThatAreThere() {
        assertThatThrownBy(() -> repository().version("churn", 3))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected version 3 in " + base.resolve("churn"))
                .hasMessageContaining("found versions [2, 9, 00000010]; name one of these");
        assertThatThrownBy(() -> repository().latest("empty")).hasMessageContaining("found no version");
    }

    @Test
    void oneVersionSpeltTwiceIsRefused() throws IOException {
        Files.createDirectories(base.resolve("churn/09"));
        assertThatThrownBy(() -> repository().version("churn", 9))
                .hasMessageContaining("found it twice, versions [09, 9]; remove one");
    }

    @Test
    void aMissingModelAndAMissingRepositoryAreTold() {
        assertThatThrownBy(() -> repository().latest("interest")).hasMessageContaining("found no such folder");
        assertThatThrownBy(() -> new ModelRepository(base.resolve("nowhere")).latest("churn"))
                .hasMessageContaining("found not even the folder " + base.resolve("nowhere"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../churn", "a/b", "a\\b"})
    void aNameThatLeadsElsewhereIsRefused(String name) {
        assertThatThrownBy(() -> repository().versions(name)).hasMessageContaining("found '" + name + "'");
    }
}
