package io.leeway.secured;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.leeway.cli.audit.AuditInputs;
import io.leeway.cli.audit.AuditReport;
import io.leeway.cli.audit.Auditor;
import io.leeway.jobs.BackfillJob;
import io.leeway.jobs.ScoringJob;
import io.leeway.jobs.options.BackfillJobOptions;
import io.leeway.jobs.options.CommitOptions;
import io.leeway.jobs.options.JobSourceOptions;
import io.leeway.jobs.options.ModelOptions;
import io.leeway.jobs.options.ScoringJobOptions;
import io.leeway.releases.ReleaseTopics;
import io.leeway.shop.LiveShop;
import io.leeway.shop.SmallShop;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scoring job over SASL_SSL with ACLs for one shop's prefix alone: a name without it, of a
 * topic, a group or a transactional id, would be refused.
 */
@Timeout(600)
class SecuredJobIT {
    private static final Topics NAMES = new Topics("shop-a.");
    private static final String PRINCIPAL = "User:" + SecuredBroker.USER;

    @Test
    void historyAndTheTopicAreScoredExactlyOnce(@TempDir Path folder) throws Exception {
        SmallShop small = SmallShop.get();
        try (SecuredBroker secured = SecuredBroker.start(folder)) {
            LiveShop.play(secured.broker(), small, 2, NAMES);
            ReleaseTopics.at(
                            KafkaConnection.to(secured.broker().bootstrapServers())
                                    .withTopics(NAMES),
                            Topics.RELEASES)
                    .create(Duration.ofSeconds(20));
            allowLeast(secured);
            KafkaConnection kafka = KafkaConnection.to(secured.servers(SecuredBroker.SASL))
                    .withClientSettings(
                            secured.scram("client.properties", SecuredBroker.PASSWORD), Map.of("client.rack", "a"))
                    .withTopics(NAMES);
            JobSourceOptions source =
                    JobSourceOptions.of(small.history()).withSeam(small.seam()).withTopic(kafka, "live");
            ModelOptions models = ModelOptions.of(small.models());
            Path reference = folder.resolve("reference");
            StreamExecutionEnvironment batch = SmallShop.batch();
            BackfillJob.define(batch, BackfillJobOptions.withTopic(source, models, small.end(), reference));
            batch.execute();

            StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(2);
            env.enableCheckpointing(1000);
            ScoringJob.define(
                    env,
                    ScoringJobOptions.of(source, models.withReleases(Topics.RELEASES))
                            .withCommit(CommitOptions.DEFAULTS.withCheckpointInterval(Duration.ofSeconds(1)))
                            .boundedAt(small.end()));
            String graph = new String(
                    InstantiationUtil.serializeObject(env.getStreamGraph(false).getJobGraph()),
                    StandardCharsets.ISO_8859_1);
            assertThat(graph)
                    .contains("client.properties")
                    .doesNotContain(SecuredBroker.PASSWORD, Certificates.PASSWORD);
            assertThat(env.getExecutionPlan()).doesNotContain(SecuredBroker.PASSWORD);
            env.execute();

            allow(
                    secured,
                    READ,
                    List.of(Topics.CHURN, Topics.INTEREST, Topics.DEAD_LETTERS, Topics.LATE, Topics.TALLIES));
            AuditReport report = new Auditor(
                            new AuditInputs(kafka, folder, reference, null, 10_000, false, Duration.ofSeconds(10)),
                            Clock.systemUTC())
                    .audit();
            Path file = folder.resolve("report.json");
            report.write(file);
            assertThat(report.holds()).as(Files.readString(file)).isTrue();
            assertThat(new ObjectMapper().readTree(file.toFile()).toString())
                    .doesNotContain(SecuredBroker.PASSWORD, Certificates.PASSWORD);
        }
    }

    /** What the page on operations lists for the scoring job. */
    private static void allowLeast(SecuredBroker secured) throws Exception {
        allow(secured, READ, List.of("live", Topics.RELEASES, Topics.RELEASES + ".status"));
        allow(secured, WRITE, Topics.SCORING);
        allow(secured, WRITE, List.of(Topics.RELEASES + ".status", Topics.SHADOW));
        secured.allow(PRINCIPAL, GROUP, NAMES.name("leeway"), READ);
        secured.allow(PRINCIPAL, TRANSACTIONAL_ID, NAMES.name("leeway"), WRITE);
    }

    private static void allow(SecuredBroker secured, AclOperation operation, List<String> topics) throws Exception {
        for (String topic : topics) {
            secured.allow(PRINCIPAL, TOPIC, NAMES.name(topic), operation);
        }
    }
}
