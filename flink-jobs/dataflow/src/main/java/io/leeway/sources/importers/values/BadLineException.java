package io.leeway.sources.importers.values;

import io.leeway.shopper.events.EventRules;

/** Why a line is no event; the import continues. The message is one line for people. */
public final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    /** A cell may be as long as a line, and what is refused is kept in memory and in a file. */
    private static final int MOST_CHARACTERS = 500;

    private final String rule;
    private final String detail;

    /** With the name of the rule under which it is counted. */
    public BadLineException(String rule, String message) {
        super(message.length() <= MOST_CHARACTERS ? message : message.substring(0, MOST_CHARACTERS) + "…");
        this.rule = rule;
        this.detail = String.valueOf(getMessage());
    }

    public static BadLineException undecodable(String message) {
        return new BadLineException(EventRules.UNDECODABLE, message);
    }

    public String rule() {
        return rule;
    }

    /** The message, which there always is. */
    public String detail() {
        return detail;
    }
}
