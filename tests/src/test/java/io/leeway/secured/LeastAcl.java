package io.leeway.secured;

import io.leeway.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * An ACL as the page on Kafka lists it.
 *
 * @param name without a shop's prefix
 */
record LeastAcl(AclOperation operation, ResourceType type, String name, PatternType pattern) {
    private static final Path PAGE = Path.of("../flink-jobs/cli/KAFKA.md");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern OPERATIONS = Pattern.compile("^([A-Z_]+(?:, [A-Z_]+)*) on ");

    /** What a column of the table is on, and the operation where its cell names no other. */
    private record Column(AclOperation operation, ResourceType type, PatternType pattern) {}

    private static final List<Column> COLUMNS = List.of(
            new Column(AclOperation.READ, ResourceType.TOPIC, PatternType.LITERAL),
            new Column(AclOperation.WRITE, ResourceType.TOPIC, PatternType.LITERAL),
            new Column(AclOperation.READ, ResourceType.GROUP, PatternType.LITERAL),
            new Column(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, PatternType.PREFIXED));

    /** The page's table: those of each job or command, by its first cell without the marks of code. */
    static Map<String, List<LeastAcl>> table() throws IOException {
        Map<String, List<LeastAcl>> table = new LinkedHashMap<>();
        String base = "";
        List<String> rows = Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.startsWith("| job or command |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
        for (String row : rows) {
            List<String> cells =
                    Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
            String first = cells.get(1).replace("`", "");
            List<LeastAcl> acls = new ArrayList<>();
            if (first.startsWith("…")) {
                first = base + first.substring(1);
                acls.addAll(table.getOrDefault(base, List.of()));
            } else {
                base = first;
            }
            for (int column = 0; column < COLUMNS.size(); column++) {
                add(COLUMNS.get(column), cells.get(column + 2), acls);
            }
            table.put(first, acls);
        }
        return table;
    }

    private static void add(Column column, String cell, List<LeastAcl> acls) {
        for (String clause : cell.split(";")) {
            Matcher named = OPERATIONS.matcher(clause.strip());
            List<AclOperation> operations = named.find()
                    ? Arrays.stream(named.group(1).split(", "))
                            .map(AclOperation::valueOf)
                            .toList()
                    : List.of(column.operation());
            PatternType pattern = clause.contains("(prefixed)") ? PatternType.PREFIXED : column.pattern();
            for (Matcher name = NAME.matcher(clause); name.find(); ) {
                for (AclOperation operation : operations) {
                    acls.add(new LeastAcl(operation, column.type(), name.group(1), pattern));
                }
            }
        }
    }

    AclBinding binding(String principal, Topics names) {
        return new AclBinding(
                new ResourcePattern(type, names.name(name), pattern),
                new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW));
    }

    /** How an error names it. */
    String named(Topics names) {
        return type == ResourceType.TRANSACTIONAL_ID
                ? operation + " on transactional id " + names.name(name)
                : operation + " on topic " + names.name(name);
    }
}
