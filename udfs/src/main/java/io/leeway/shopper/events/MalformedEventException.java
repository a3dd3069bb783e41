package io.leeway.shopper.events;

/** Bytes that are no event: rule {@code undecodable}. The message is one line. */
public final class MalformedEventException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Whatever the message quotes, it can be printed on one line and written as Unicode. */
    MalformedEventException(String message) {
        super(printable(message));
    }

    private static String printable(String message) {
        int[] codePoints = message.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? 0xFFFD : c)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }
}
