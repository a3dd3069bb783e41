package io.leeway.functions.rows;

import java.util.ArrayList;
import java.util.List;

/** A statement's columns and a signature's tensors side by side, for people. */
final class FitTable {
    private static final List<String> TITLES = List.of("", "column", "declared", "tensor", "found", "verdict");

    private final List<List<String>> rows = new ArrayList<>();
    private boolean refused;

    /** @param fault what is wrong; empty where the two fit */
    void add(String side, String column, String declared, String tensor, String found, String fault) {
        refused |= !fault.isEmpty();
        note(side, column, declared, tensor, found, fault.isEmpty() ? "fits" : "REFUSED: " + fault);
    }

    /** A line that refuses nothing. */
    void note(String side, String column, String declared, String tensor, String found, String verdict) {
        rows.add(List.of(side, column, declared, tensor, found, verdict));
    }

    boolean refused() {
        return refused;
    }

    /** The lines, each ended, with columns as wide as they need. */
    String print() {
        int[] widths = new int[TITLES.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(TITLES);
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
            }
            text.append("  ").append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
