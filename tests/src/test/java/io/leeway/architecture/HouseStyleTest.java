package io.leeway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no class does. Rules for tests too read the compiled tests of every module that is built. */
class HouseStyleTest {

    /** Classes outside the command that read the wall clock themselves, each with its reason beside it; all others are given a clock. */
    private static final Set<String> MAY_READ_THE_WALL_CLOCK = Set.of();

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.leeway");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .importPaths(Stream.of(
                            "udfs",
                            "flink-jobs/dataflow",
                            "flink-jobs/training",
                            "flink-jobs/experiments",
                            "flink-jobs/cli",
                            "flink-jobs/bench",
                            "tests")
                    .map(module -> Path.of("..", module, "target", "test-classes"))
                    .filter(Files::isDirectory)
                    .toList());

    /** A rule over no class at all would hold. */
    @Test
    void thereIsSomethingToCheck() {
        assertThat(PRODUCTION.contain("io.leeway.cli.Leeway")).isTrue();
        assertThat(TESTS.contain(HouseStyleTest.class)).isTrue();
    }

    @Test
    void nobodySleeps() {
        checkEverywhere(noClasses()
                .should()
                .accessTargetWhere(call(Thread.class, "sleep").or(call(TimeUnit.class, "sleep")))
                .because("a wait is for something: await that, or be woken"));
    }

    /** And a process that tries a model: a model's threads may run for ever. */
    @Test
    void onlyTheLauncherEndsTheJvm() {
        noClasses()
                .that(not(name("io.leeway.cli.Leeway").or(name("io.leeway.model.trial.TrialMain"))))
                .should()
                .accessTargetWhere(call(System.class, "exit")
                        .or(call(Runtime.class, "exit"))
                        .or(call(Runtime.class, "halt")))
                .because("a job's caller, a test or the command, goes on after it")
                .check(PRODUCTION);
    }

    @Test
    void nobodyReflects() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("java.lang.reflect..").and(not(type(Type.class))))
                .because("a Type alone says only what Flink asks after")
                .check(PRODUCTION);
    }

    @Test
    void nothingIsMockedOrGeneratedByAnnotation() {
        checkEverywhere(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mockito..", "org.easymock..", "lombok..", "net.jqwik.."));
    }

    @Test
    void namesSayWhatAClassDoes() {
        checkEverywhere(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Data|Info)"));
    }

    @Test
    void theWallClockIsInjected() {
        DescribedPredicate<JavaClass> exempt = resideInAnyPackage(
                        "io.leeway.cli..", "io.leeway.local..", "io.leeway.bench..")
                .or(DescribedPredicate.describe(
                        "listed", javaClass -> MAY_READ_THE_WALL_CLOCK.contains(javaClass.getFullName())));
        noClasses()
                .that(not(exempt))
                .should()
                .accessTargetWhere(call(System.class, "currentTimeMillis")
                        .or(callWithoutArguments(Instant.class, "now"))
                        .or(callWithoutArguments(LocalDate.class, "now"))
                        .or(callWithoutArguments(LocalDateTime.class, "now"))
                        .or(callWithoutArguments(ZonedDateTime.class, "now")))
                .because("tests set the clock: take a java.time.Clock, or Flink's processing time service")
                .check(PRODUCTION);
    }

    private static void checkEverywhere(ArchRule rule) {
        rule.check(PRODUCTION);
        rule.check(TESTS);
    }

    /** A call, or a reference to the method. */
    private static DescribedPredicate<JavaAccess<?>> call(Class<?> owner, String method) {
        return target(owner(type(owner))).and(target(name(method))).as(owner.getSimpleName() + "." + method);
    }

    private static DescribedPredicate<JavaAccess<?>> callWithoutArguments(Class<?> owner, String method) {
        return call(owner, method)
                .and(DescribedPredicate.describe(
                        "without arguments",
                        access -> access.getTarget() instanceof CodeUnitAccessTarget target
                                && target.getRawParameterTypes().isEmpty()));
    }
}
