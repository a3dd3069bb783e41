package io.leeway.architecture;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How large packages and records of main code may become, and that a name means one thing. */
class CodeSizeTest {
    private static final int MOST_FILES = 30;
    private static final int MOST_COMPONENTS = 10;

    /**
     * Records with more components, each with the reason beside it. A record that is no longer that
     * large leaves the list.
     */
    private static final Set<String> LARGE_RECORDS = Set.of(
            // What 0.1.0 stored of a score: read until 0.3, then removed.
            "Score",
            // The fields of a decision's JSON.
            "Decision",
            // The fields of a campaign's JSON.
            "AdCampaign",
            // The fields of an event's JSON.
            "ShopperEvent",
            // The same as text, before the rules.
            "EventText",
            // The columns of a campaign's effect.
            "CampaignMeasures",
            // One option of the job each.
            "AdvertisingOptions",
            // One option of the job each.
            "RecommendationOptions",
            // One option of the job each.
            "WinBackOptions",
            // One option of the training each.
            "NextItemOptions",
            // One option of the model provider each.
            "PredictSettings");

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.leeway");

    /** Nested classes may share a name with others: their owner's is read with it. */
    @Test
    void noSimpleNameOccursTwice() throws IOException {
        Map<String, List<Path>> files = mainSources().stream().collect(groupingBy(file -> name(file)));
        files.values().removeIf(sameName -> sameName.size() == 1);
        assertThat(files).isEmpty();
    }

    @Test
    void packagesAreSmall() throws IOException {
        Map<Path, Long> files = mainSources().stream().collect(groupingBy(Path::getParent, counting()));
        files.values().removeIf(count -> count <= MOST_FILES);
        assertThat(files).isEmpty();
    }

    @Test
    void recordsAreSmall() {
        Map<String, Long> large = PRODUCTION.stream()
                .filter(JavaClass::isRecord)
                .collect(toMap(JavaClass::getSimpleName, CodeSizeTest::components, Math::max));
        large.values().removeIf(count -> count <= MOST_COMPONENTS);
        assertThat(large).containsOnlyKeys(LARGE_RECORDS.toArray(String[]::new));
    }

    private static long components(JavaClass type) {
        return type.getFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .count();
    }

    private static List<Path> mainSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().matches(".*/src/main/java/.*\\.java"))
                    .filter(file -> !name(file).equals("package-info.java"))
                    .toList();
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
