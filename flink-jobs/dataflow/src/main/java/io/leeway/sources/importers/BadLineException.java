package io.leeway.sources.importers;

import io.leeway.shopper.events.EventRules;

/** Why a line goes to quarantine; the import continues. The message is one line for people. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String detail;

    /** With the name of the rule under which it is counted. */
    BadLineException(String rule, String message) {
        super(message);
        this.rule = rule;
        this.detail = message;
    }

    static BadLineException undecodable(String message) {
        return new BadLineException(EventRules.UNDECODABLE, message);
    }

    String rule() {
        return rule;
    }

    /** The message, which there always is. */
    String detail() {
        return detail;
    }
}
