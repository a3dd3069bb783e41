package io.leeway.sources.importers.values;

import java.math.BigDecimal;

/** What parts a number's decimals. */
public enum DecimalMark {
    POINT('.'),
    COMMA(',');

    private final char sign;

    DecimalMark(char sign) {
        this.sign = sign;
    }

    public char sign() {
        return sign;
    }

    /** The mark of an option: {@code .} or {@code ,}; throws {@link IllegalArgumentException}. */
    public static DecimalMark named(String name) {
        for (DecimalMark mark : values()) {
            if (name.length() == 1 && name.charAt(0) == mark.sign) {
                return mark;
            }
        }
        throw new IllegalArgumentException("Expected . or , as --decimal, found '" + name + "'");
    }

    /** The value of a number by this mark; a number that is not ambiguous has one value only. */
    public BigDecimal valueOf(ShopNumber number) {
        BigDecimal grouped = number.grouped();
        return grouped == null || number.mark() == sign ? number.value() : grouped;
    }
}
