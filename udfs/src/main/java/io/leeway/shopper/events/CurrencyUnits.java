package io.leeway.shopper.events;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What depends on a currency: its minor units by ISO 4217, and what a price of one unit can be. */
final class CurrencyUnits {

    private static final int USUAL_DIGITS = 2;

    /** Their unit is worth about a cent or less: prices of millions are usual. */
    private static final Set<String> SMALL = Set.of(
            "AMD", "ARS", "BIF", "CDF", "CLP", "COP", "CRC", "DJF", "GNF", "HUF", "IDR", "IQD", "IRR", "ISK", "JPY",
            "KHR", "KMF", "KRW", "KZT", "LAK", "LBP", "LKR", "MGA", "MMK", "MNT", "MWK", "NGN", "PKR", "PYG", "RSD",
            "RWF", "SLL", "SOS", "SSP", "SYP", "TZS", "UGX", "UZS", "VND", "VUV", "XAF", "XOF", "XPF", "YER");

    private CurrencyUnits() {}

    /** Major units of so many minor ones; hundredths where the currency is absent or unknown. */
    static double major(double minor, @Nullable String currency) {
        return minor / Math.pow(10, digits(currency));
    }

    /** The greatest price in a currency: a thousand times the usual where its unit is small. */
    static double maxPrice(@Nullable String currency) {
        return currency != null && SMALL.contains(currency.toUpperCase(Locale.ROOT))
                ? 1_000 * EventRules.MAX_PRICE
                : EventRules.MAX_PRICE;
    }

    private static int digits(@Nullable String currency) {
        if (currency == null || currency.length() != 3) {
            return USUAL_DIGITS;
        }
        try {
            int digits = Currency.getInstance(currency.toUpperCase(Locale.ROOT)).getDefaultFractionDigits();
            return digits < 0 ? USUAL_DIGITS : digits;
        } catch (IllegalArgumentException unknown) {
            return USUAL_DIGITS;
        }
    }
}
