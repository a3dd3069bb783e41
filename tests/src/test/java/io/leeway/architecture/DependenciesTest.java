package io.leeway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.leeway.sources.CheckpointOrder;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The finer rules of who may import whom; the direction of the modules is the compiler's. Data flows sources →
 * features → scoring → decisions → sinks, yet the stages know only the records between them, and {@code jobs} wires
 * them.
 */
@AnalyzeClasses(packages = "io.leeway", importOptions = ImportOption.DoNotIncludeTests.class)
class DependenciesTest {

    private static final String[] STAGES = {
        "io.leeway.sources..",
        "io.leeway.features..",
        "io.leeway.scoring..",
        "io.leeway.decisions..",
        "io.leeway.sinks..",
        "io.leeway.releases.."
    };

    /** The modules behind the dataflow, and the packages of the dataflow that join stages. */
    private static final String[] WIRING = {
        "io.leeway.jobs..",
        "io.leeway.tables..",
        "io.leeway.training..",
        "io.leeway.evaluation..",
        "io.leeway.experiments..",
        "io.leeway.simulator..",
        "io.leeway.cli..",
        "io.leeway.local..",
        "io.leeway.bench.."
    };

    /** A rule over no class at all would hold, so the import itself is checked. */
    @ArchTest
    static void allModulesAreSeen(JavaClasses all) {
        for (String folder :
                List.of("shopper", "model", "records", "topics", "training", "experiments", "cli", "bench")) {
            assertThat(all.containPackage("io.leeway." + folder)).as(folder).isTrue();
        }
    }

    /** Else an unaligned checkpoint can lose a split; see {@link CheckpointOrder}. */
    @ArchTest
    static final ArchRule SOURCES_ARE_ADDED_IN_ORDER = noClasses()
            .that(not(type(CheckpointOrder.class)))
            .and()
            .resideOutsideOfPackage("io.leeway.bench..")
            .should()
            .callMethodWhere(
                    target(name("fromSource")).and(target(owner(assignableTo(StreamExecutionEnvironment.class)))));

    @ArchTest
    static final ArchRule STAGES_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "io.leeway.(sources|features|scoring|decisions|sinks|releases)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("io.leeway.scoring.."), resideInAPackage("io.leeway.releases.."))
            .because("they meet in records, and jobs wires them; scoring asks releases which version answers");

    @ArchTest
    static final ArchRule STAGES_DO_NOT_KNOW_WHO_WIRES_THEM = noClasses()
            .that()
            .resideInAnyPackage(STAGES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(WIRING);

    @ArchTest
    static final ArchRule ONLY_WIRING_SEES_STAGES = noClasses()
            .that(not(resideInAnyPackage(STAGES).or(resideInAnyPackage(WIRING))))
            .should()
            .dependOnClassesThat(resideInAnyPackage(STAGES).or(resideInAnyPackage(WIRING)));

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.leeway.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule FIGURES_ARE_PLAIN_JAVA = noClasses()
            .that()
            .resideInAnyPackage("io.leeway.evaluation..", "io.leeway.estimators..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..",
                    "org.tensorflow..",
                    "io.leeway.records..",
                    "io.leeway.model..",
                    "io.leeway.functions..")
            .because("a figure must not depend on what made the answers");

    @ArchTest
    static final ArchRule RECORDS_ARE_A_LEAF = classes()
            .that()
            .resideInAPackage("io.leeway.records..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "io.leeway.records..",
                    "io.leeway.shopper..",
                    "com.fasterxml.jackson..",
                    "org.apache.flink.api.common..",
                    "org.apache.flink.core.memory..")
            .because("they know how they travel, and nothing of who sends them");

    @ArchTest
    static final ArchRule TOPICS_KNOW_RECORDS_ONLY = noClasses()
            .that()
            .resideInAPackage("io.leeway.topics..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.leeway..")
                    .and(not(resideInAnyPackage("io.leeway.topics..", "io.leeway.records..", "io.leeway.shopper.."))))
            .because("every stage and the command line import them");

    @ArchTest
    static final ArchRule THE_SHOPPER_IS_PLAIN_JAVA = noClasses()
            .that()
            .resideInAPackage("io.leeway.shopper..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.flink..",
                    "org.apache.kafka..",
                    "org.tensorflow..",
                    "io.leeway.model..",
                    "io.leeway.functions..");

    @ArchTest
    static final ArchRule THE_MODEL_DOES_NOT_KNOW_THE_SQL_FUNCTIONS = noClasses()
            .that()
            .resideInAPackage("io.leeway.model..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.leeway.functions..", "org.apache.kafka..", "org.apache.flink.table..");

    @ArchTest
    static final ArchRule ONLY_MODEL_AND_TRAINING_SPEAK_TENSORFLOW = noClasses()
            .that(not(resideInAnyPackage("io.leeway.model..", "io.leeway.training..")
                    .or(name("io.leeway.bench.RawLoop"))))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.tensorflow..", "org.bytedeco..")
            .because("the benchmark's limit alone is TensorFlow without Leeway");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_RUNS_A_BROKER = noClasses()
            .that(not(resideInAnyPackage("io.leeway.cli..", "io.leeway.local..", "io.leeway.bench..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("kafka..", "org.apache.kafka.common.test..", "org.apache.kafka.server..")
            .because("the broker's jars are neither in the job's jar nor in lib/");
}
