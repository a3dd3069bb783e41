package io.leeway.model.graph;

/** What a graph may not hold; the message is a line "expected …, found …; advice". */
public final class GraphRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 200;

    GraphRefused(String expected, String found, String advice) {
        super("expected " + expected + ", found " + found + "; " + advice);
    }

    /** A name in a graph, which may be as long as the file. */
    static String shown(String name) {
        return name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    }
}
