package io.leeway.cli.cluster;

import io.leeway.cli.console.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process printed that failed, and the cause it names. For one thread. */
final class PrintedFailure {

    /**
     * The first line of a throwable in a stack trace: its class and, where it has one, its message.
     */
    private static final Pattern THROWABLE = Pattern.compile(
            "(?:Exception in thread \"[^\"]*\" |Caused by: )?((?:[a-z]\\w*\\.)+[A-Z][\\w$]*)(?:: (.*))?");

    private static final Pattern FRAME = Pattern.compile("\\s+(?:at |\\.\\.\\. \\d+ ).*");
    private static final String HOUSE = "io.leeway.";
    private static final int LONGEST = 600;

    private final List<String> lines = new ArrayList<>();

    void add(String line) {
        lines.add(line);
    }

    /** An error of one line; the whole output is its cause, for {@code --verbose}. */
    UserError error(String expected) {
        IllegalStateException printed = new IllegalStateException(String.join("\n", lines));
        for (int i = 0; i < lines.size(); i++) {
            Matcher throwable = THROWABLE.matcher(lines.get(i));
            if (throwable.matches() && throwable.group(1).startsWith(HOUSE) && throwable.group(2) != null) {
                return new UserError(message(i, throwable.group(2)), printed);
            }
        }
        return new UserError("Expected " + expected + ", found: " + cause(), printed);
    }

    /**
     * The innermost cause that has a message, as class and message; without a stack trace the last
     * line.
     */
    String cause() {
        String found = "";
        String last = "nothing printed";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher throwable = THROWABLE.matcher(line);
            if (throwable.matches() && throwable.group(2) != null) {
                String name = throwable.group(1);
                found = name.substring(name.lastIndexOf('.') + 1) + ": " + message(i, throwable.group(2));
            } else if (!line.isBlank() && !FRAME.matcher(line).matches()) {
                last = line.strip();
            }
        }
        return found.isEmpty() ? last : found;
    }

    /** A message of several lines reaches to the first frame or the next cause. */
    private String message(int at, String first) {
        StringBuilder message = new StringBuilder(first.strip());
        for (int i = at + 1; i < lines.size() && message.length() < LONGEST; i++) {
            String line = lines.get(i);
            if (FRAME.matcher(line).matches() || line.startsWith("Caused by: ")) {
                break;
            }
            if (!line.isBlank()) {
                message.append("; ").append(line.strip());
            }
        }
        return message.substring(0, Math.min(message.length(), LONGEST));
    }
}
