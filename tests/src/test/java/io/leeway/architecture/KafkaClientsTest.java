package io.leeway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** Kafka clients, sources and sinks of main code are made in one place, so that all can be given the same security settings. */
@AnalyzeClasses(packages = "io.leeway", importOptions = ImportOption.DoNotIncludeTests.class)
class KafkaClientsTest {
    private static final String CONNECTION = "io.leeway.topics.KafkaConnection";

    private static final Set<String> CONSTRUCTED = Set.of(
            "org.apache.kafka.clients.consumer.KafkaConsumer", "org.apache.kafka.clients.producer.KafkaProducer");

    private static final Map<String, Set<String>> FACTORIES = Map.of(
            "org.apache.kafka.clients.admin.Admin", Set.of("create"),
            "org.apache.kafka.clients.admin.AdminClient", Set.of("create"),
            "org.apache.kafka.clients.admin.KafkaAdminClient", Set.of("create", "createInternal"),
            "org.apache.flink.connector.kafka.source.KafkaSource", Set.of("builder"),
            "org.apache.flink.connector.kafka.sink.KafkaSink", Set.of("builder"));

    @ArchTest
    static final ArchRule ONLY_THE_CONNECTION_MAKES_CLIENTS = noClasses()
            .that(not(name(CONNECTION)))
            .should()
            .accessTargetWhere(describe("makes a Kafka client, source or sink", KafkaClientsTest::makesClient))
            .because("every client gets its settings from " + CONNECTION);

    private static boolean makesClient(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        return access.getName().equals("<init>")
                ? CONSTRUCTED.contains(owner)
                : FACTORIES.getOrDefault(owner, Set.of()).contains(access.getName());
    }

    /** The rule finds each way to make one, so that an empty result means that there is none. */
    @Test
    void aClientThatIsMadeElsewhereIsFound() {
        assertThat(ONLY_THE_CONNECTION_MAKES_CLIENTS
                        .evaluate(new ClassFileImporter().importClasses(Elsewhere.class))
                        .getFailureReport()
                        .getDetails())
                .hasSize(5);
    }

    /** Makes all of them, and is never called. */
    private static final class Elsewhere {
        static void make(Map<String, Object> settings) {
            try (Admin admin = Admin.create(settings);
                    KafkaConsumer<byte[], byte[]> consumer =
                            new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                    KafkaProducer<byte[], byte[]> producer =
                            new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
                throw new IllegalStateException(
                        "made " + admin + consumer + producer + KafkaSource.builder() + KafkaSink.builder());
            }
        }
    }
}
