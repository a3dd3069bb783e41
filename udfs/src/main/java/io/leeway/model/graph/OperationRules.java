package io.leeway.model.graph;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The allow-list of {@code allowed-operations.txt}: which operation is allowed where, and which
 * attributes a call may have. */
public final class OperationRules {
    /** What an operation is run for. */
    public enum Purpose {
        /** To answer: a signature. */
        ANSWER,
        /** Once after loading: init, main and legacy init operations. */
        START,
        /** Once while loading: the saver's restore operation. */
        RESTORE
    }

    private static final String RESOURCE = "/io/leeway/model/allowed-operations.txt";

    private final Map<String, Set<String>> operationsByGroup = new HashMap<>();

    public OperationRules() {
        InputStream resource = OperationRules.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IllegalStateException("Expected the resource " + RESOURCE + ", found none");
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void add(String line) {
        int colon = line.indexOf(':');
        operationsByGroup
                .computeIfAbsent(line.substring(0, colon), group -> new TreeSet<>())
                .addAll(Set.of(line.substring(colon + 1).strip().split(" +", -1)));
    }

    boolean allows(Purpose purpose, String operation) {
        return groups(purpose).stream().anyMatch(group -> operations(group).contains(operation));
    }

    private static List<String> groups(Purpose purpose) {
        return switch (purpose) {
            case ANSWER -> List.of("compute");
            case START -> List.of("compute", "start", "asset");
            case RESTORE -> List.of("compute", "start", "restore");
        };
    }

    /** Whether the operation opens the file that its first or second input names. */
    boolean readsFile(String operation) {
        return operations("asset").contains(operation) || operations("restore").contains(operation);
    }

    int fileInput(String operation) {
        return operations("asset").contains(operation) ? 1 : 0;
    }

    public Set<String> operations(String group) {
        return operationsByGroup.getOrDefault(group, Set.of());
    }
}
