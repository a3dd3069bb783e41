package io.leeway.sources.importers.values;

import org.jspecify.annotations.Nullable;

/**
 * What a file's numbers say of its decimal mark. Thousands beside or instead of decimals
 * ({@code 1.299,00}) are stronger than one mark ({@code 0.05}); marks of the same strength that
 * contradict each other prove nothing. For one thread.
 */
public final class DecimalEvidence {

    private final @Nullable String[][] examples = new String[DecimalMark.values().length][3];

    /** Takes a number's text into account; one that is no number proves nothing. */
    public void add(String text, long line) {
        try {
            ShopNumber number = ShopNumber.read(text);
            if (number.proof() > 0) {
                int mark = number.mark() == ',' ? DecimalMark.COMMA.ordinal() : DecimalMark.POINT.ordinal();
                if (examples[mark][number.proof()] == null) {
                    examples[mark][number.proof()] = "'" + text + "' in line " + line;
                }
            }
        } catch (NumberFormatException none) {
            // A line that will be refused where it is read.
        }
    }

    /** The mark that is proved, or null. */
    public @Nullable DecimalMark mark() {
        for (int proof = 2; proof > 0; proof--) {
            boolean point = examples[DecimalMark.POINT.ordinal()][proof] != null;
            boolean comma = examples[DecimalMark.COMMA.ordinal()][proof] != null;
            if (point != comma) {
                return point ? DecimalMark.POINT : DecimalMark.COMMA;
            }
            if (point) {
                return null;
            }
        }
        return null;
    }

    /** The number that proves a mark, with its line; the empty text where none does. */
    public String example(DecimalMark mark) {
        String[] found = examples[mark.ordinal()];
        return found[2] != null ? found[2] : found[1] != null ? found[1] : "";
    }
}
