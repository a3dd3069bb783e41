package io.leeway.secured;

import io.leeway.local.EmbeddedBroker;
import io.leeway.topics.KafkaConnection;
import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/**
 * A broker with ACLs and three listeners: SASL_SSL with SCRAM-SHA-512, TLS with certificates of
 * clients, and one without security on which the test is a super user.
 */
final class SecuredBroker implements AutoCloseable {
    static final String USER = "leeway";
    static final String PASSWORD = "scram-secret-7c1f";
    static final String SASL = "SASL";
    static final String MTLS = "MTLS";

    private final EmbeddedBroker broker;
    private final Path folder;
    private final Admin admin;

    private SecuredBroker(EmbeddedBroker broker, Path folder) {
        this.broker = broker;
        this.folder = folder;
        this.admin = KafkaConnection.to(broker.bootstrapServers()).admin();
    }

    static SecuredBroker start(Path folder) throws Exception {
        Certificates certificates = new Certificates(folder);
        Path brokerKey = certificates.key("broker");
        certificates.trust("broker");
        certificates.key("client");
        Map<String, String> server = new HashMap<>();
        server.put(
                "listeners", "EXTERNAL://localhost:0,CONTROLLER://localhost:0,SASL://localhost:0,MTLS://localhost:0");
        server.put("listener.security.protocol.map", "EXTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MTLS:SSL");
        server.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        server.put("super.users", "User:ANONYMOUS");
        server.put("listener.name.sasl.sasl.enabled.mechanisms", "SCRAM-SHA-512");
        server.put(
                "listener.name.sasl.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        server.put("ssl.keystore.location", brokerKey.toString());
        server.put("ssl.keystore.type", "PKCS12");
        server.put("ssl.keystore.password", Certificates.PASSWORD);
        server.put("listener.name.mtls.ssl.client.auth", "required");
        server.put(
                "listener.name.mtls.ssl.truststore.location",
                certificates.trust("client").toString());
        server.put("listener.name.mtls.ssl.truststore.type", "PKCS12");
        server.put("listener.name.mtls.ssl.truststore.password", Certificates.PASSWORD);
        SecuredBroker secured = new SecuredBroker(EmbeddedBroker.start(folder.resolve("broker"), server), folder);
        secured.addUser(USER);
        return secured;
    }

    /** A user of SCRAM with the password of all. */
    void addUser(String name) throws Exception {
        admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                        name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                .all()
                .get();
    }

    EmbeddedBroker broker() {
        return broker;
    }

    String servers(String listener) {
        return broker.bootstrapServers(listener);
    }

    /** A client's file for SASL_SSL. */
    Path scram(String name, String password) throws IOException {
        return scram(name, USER, password);
    }

    /** A client's file for SASL_SSL as this user. */
    Path scram(String name, String user, String password) throws IOException {
        return write(
                name,
                Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "SCRAM-SHA-512",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"" + password + "\";",
                        "ssl.truststore.location",
                        folder.resolve("broker-trust.p12").toString(),
                        "ssl.truststore.password",
                        Certificates.PASSWORD));
    }

    /** A client's file with its own certificate, whose passwords are in another file. */
    Path mtls(String name) throws IOException {
        Path passwords = write(name + ".passwords", Map.of("store", Certificates.PASSWORD));
        return write(
                name,
                Map.of(
                        "security.protocol",
                        "SSL",
                        "config.providers",
                        "file",
                        "config.providers.file.class",
                        "org.apache.kafka.common.config.provider.FileConfigProvider",
                        "ssl.keystore.location",
                        folder.resolve("client.p12").toString(),
                        "ssl.keystore.password",
                        "${file:" + passwords + ":store}",
                        "ssl.truststore.location",
                        folder.resolve("broker-trust.p12").toString(),
                        "ssl.truststore.password",
                        "${file:" + passwords + ":store}"));
    }

    private Path write(String name, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        Path file = folder.resolve(name);
        try (var writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(writer, null);
        }
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Allows an operation on resources whose names begin so. */
    void allow(String principal, ResourceType type, String prefix, AclOperation... operations) throws Exception {
        List<AclBinding> bindings = new ArrayList<>();
        for (AclOperation operation : operations) {
            bindings.add(new AclBinding(
                    new ResourcePattern(type, prefix, PatternType.PREFIXED),
                    new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
        }
        admin.createAcls(bindings).all().get();
        awaitAcls(bindings);
    }

    /** Allows a principal these operations and no others. */
    void allowOnly(String principal, List<LeastAcl> acls, Topics names) throws Exception {
        AclBindingFilter all = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(principal, null, AclOperation.ANY, AclPermissionType.ANY));
        admin.deleteAcls(List.of(all)).all().get();
        List<AclBinding> bindings =
                acls.stream().map(acl -> acl.binding(principal, names)).toList();
        admin.createAcls(bindings).all().get();
        while (!Set.copyOf(admin.describeAcls(all).values().get()).equals(Set.copyOf(bindings))) {
            Thread.onSpinWait();
        }
    }

    /** Brokers learn of ACLs from the controller. */
    private void awaitAcls(List<AclBinding> bindings) throws Exception {
        while (!admin.describeAcls(AclBindingFilter.ANY).values().get().containsAll(bindings)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
