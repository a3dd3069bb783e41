package io.leeway.jobs;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A probability from which on something is done, or {@code none}: infinity. */
final class ThresholdConverter implements ITypeConverter<Double> {

    @Override
    public Double convert(String text) {
        if (text.equals("none")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            double threshold = Double.parseDouble(text);
            if (threshold >= 0 && threshold <= 1) {
                return threshold;
            }
        } catch (NumberFormatException notANumber) {
            throw refused(text);
        }
        throw refused(text);
    }

    private static TypeConversionException refused(String text) {
        return new TypeConversionException("expected a probability from 0 to 1, or none, found '" + text + "'");
    }
}
