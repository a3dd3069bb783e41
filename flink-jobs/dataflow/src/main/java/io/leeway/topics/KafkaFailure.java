package io.leeway.topics;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.flink.util.ExceptionUtils;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** What waiting does not mend: brokers that refuse a client, and settings that make none. */
public final class KafkaFailure {
    private KafkaFailure() {}

    /**
     * One line on credentials, certificates, ACLs or settings. It has no secret in it.
     *
     * @return empty when the failure is none of these, such as brokers that do not answer
     */
    public static Optional<String> line(KafkaConnection kafka, Throwable failure) {
        Optional<AuthenticationException> unknown =
                ExceptionUtils.findThrowable(failure, AuthenticationException.class);
        if (unknown.isPresent()) {
            return unknown.map(refused -> "Expected the brokers at " + kafka
                    + " and this client to authenticate each other, found: "
                    + (refused instanceof SslAuthenticationException ? innermost(refused) : refused.getMessage())
                    + "; correct the credentials or certificates in the file of --kafka-config");
        }
        Optional<String> acl = acl(failure);
        if (acl.isPresent()) {
            return acl.map(missing -> missing(kafka, List.of(missing)));
        }
        // Kafka quotes words of an entry that it cannot parse, and one may be a part of a password.
        String reason = ExceptionUtils.findThrowableWithMessage(failure, "JAAS").isPresent()
                ? "a sasl.jaas.config that is absent or cannot be parsed (is the password in double quotes?)"
                : innermost(failure);
        // Brokers whose names are not known are reported by Kafka as a wrong setting too.
        boolean settings =
                ExceptionUtils.findThrowable(failure, ConfigException.class).isPresent()
                        || String.valueOf(failure.getMessage()).startsWith("Failed to c");
        if (!settings || !kafka.hasClientSettings() || reason.contains("bootstrap")) {
            return Optional.empty();
        }
        return Optional.of(
                reason.startsWith("Expected")
                        ? reason
                        : "Expected settings that make a Kafka client, found: " + reason
                                + "; correct --kafka-config or --kafka");
    }

    /**
     * The same, where the failure was that of one operation on topics.
     *
     * @param topics their names on the cluster: not every answer of a broker names what it refused
     */
    public static Optional<String> line(
            KafkaConnection kafka, AclOperation operation, Collection<String> topics, Throwable failure) {
        Optional<TopicAuthorizationException> refused =
                ExceptionUtils.findThrowable(failure, TopicAuthorizationException.class);
        // A producer that is idempotent and may not write to any topic is refused before it names one.
        boolean mayWriteNothing = operation == AclOperation.WRITE
                && ExceptionUtils.findThrowable(failure, ClusterAuthorizationException.class)
                        .isPresent();
        if (refused.isEmpty() && !mayWriteNothing) {
            return line(kafka, failure);
        }
        Collection<String> named = refused.isEmpty() ? List.of() : refused.get().unauthorizedTopics();
        return Optional.of(missing(
                kafka,
                new TreeSet<>(named.isEmpty() ? topics : named)
                        .stream().map(topic -> operation + " on topic " + topic).toList()));
    }

    private static Optional<String> acl(Throwable failure) {
        return ExceptionUtils.findThrowable(failure, TopicAuthorizationException.class)
                .map(refused -> "DESCRIBE on topic " + String.join(", ", new TreeSet<>(refused.unauthorizedTopics())))
                .or(() -> ExceptionUtils.findThrowable(failure, GroupAuthorizationException.class)
                        .map(refused -> "READ on group " + refused.groupId()))
                .or(() -> ExceptionUtils.findThrowable(failure, TransactionalIdAuthorizationException.class)
                        .map(refused -> "WRITE on transactional id"))
                .or(() -> ExceptionUtils.findThrowable(failure, ClusterAuthorizationException.class)
                        .map(refused -> "an operation on the cluster"));
    }

    /**
     * One line on ACLs that are missing.
     *
     * @param acls such as {@code WRITE on topic leeway.scores.churn}
     */
    public static String missing(KafkaConnection kafka, List<String> acls) {
        return "Expected " + String.join(", ", acls) + " for principal " + kafka.principal() + " at " + kafka
                + ", found no ACL that allows it; add it, for example with kafka-acls.sh --add";
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}
