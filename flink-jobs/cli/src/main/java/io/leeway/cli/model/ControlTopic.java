package io.leeway.cli.model;

import io.leeway.cli.console.UserError;
import io.leeway.jobs.KafkaArguments;
import io.leeway.releases.ReleaseBook;
import io.leeway.releases.ReleaseTopics;
import io.leeway.releases.trust.ReleaseTrust;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.KafkaFailure;
import io.leeway.topics.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where releases are published. */
final class ControlTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka brokers. Default: ${DEFAULT-VALUE}.")
    private String bootstrap = "localhost:9092";

    @Mixin
    private KafkaArguments settings = new KafkaArguments();

    @Option(
            names = "--releases",
            paramLabel = "TOPIC",
            defaultValue = Topics.RELEASES,
            description = "The scoring job's --releases. Default: ${DEFAULT-VALUE}.")
    private String releases = Topics.RELEASES;

    @Option(
            names = "--release-keys",
            paramLabel = "FILE",
            description =
                    "The job's --release-keys: what those keys did not sign is shown as refused. Default: all counts.")
    private @Nullable String keys;

    String bootstrap() {
        return bootstrap;
    }

    KafkaConnection kafka() {
        return settings.connection(bootstrap);
    }

    ReleaseTopics topics() {
        return topics(null);
    }

    /**
     * For a process that signs what it publishes.
     *
     * @param signing the file of its key
     */
    ReleaseTopics topics(@Nullable String signing) {
        return ReleaseTopics.at(kafka(), releases).trusting(new ReleaseTrust(keys, signing, null));
    }

    /** Creates the topics that are not there; gives their names. */
    Set<String> create() {
        ReleaseTopics topics = topics();
        return asked(
                AclOperation.CREATE,
                List.of(topics.releases(), topics.status(), topics.kafka().name(Topics.SHADOW)),
                () -> new TreeSet<>(topics.create(PATIENCE)));
    }

    /**
     * All that was published. The topics must be there: a wrong name must not create a topic
     * without a reader.
     */
    ReleaseBook read() {
        ReleaseTopics topics = topics();
        List<String> names = List.of(topics.releases(), topics.status());
        List<String> absent =
                names.stream().filter(name -> !isThere(topics.kafka(), name)).toList();
        if (!absent.isEmpty()) {
            throw new UserError(
                    "Expected the topics " + String.join(" and ", absent) + " at " + bootstrap
                            + ", found none of these names; create them with `leeway model init`, or name the job's --releases");
        }
        return asked(AclOperation.READ, names, () -> ReleaseBook.read(topics));
    }

    /** Brokers hide a topic from a client that may not describe it, unless it is asked for by name. */
    private boolean isThere(KafkaConnection kafka, String name) {
        return asked(AclOperation.READ, List.of(name), () -> {
            try (Admin admin = kafka.admin(PATIENCE)) {
                admin.describeTopics(List.of(name)).allTopicNames().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                    return false;
                }
                throw failed;
            }
        });
    }

    /** A question to the brokers. */
    interface Question<T> {
        T ask() throws ExecutionException, TimeoutException, InterruptedException;
    }

    /**
     * The answer, or one line that says that there was none.
     *
     * @param operation that the brokers must allow on the topics, which have their names on the
     *     cluster
     */
    <T> T asked(AclOperation operation, List<String> topics, Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            throw new UserError(
                    KafkaFailure.line(kafka(), operation, topics, failed)
                            .orElse("Expected Kafka brokers that answer within " + PATIENCE.toSeconds() + " s at "
                                    + bootstrap + ", found none; check --bootstrap and that the brokers run"),
                    failed);
        } catch (IllegalArgumentException wrong) {
            throw new UserError(String.valueOf(wrong.getMessage()), wrong);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("Interrupted while asking " + bootstrap, interrupted);
        }
    }
}
