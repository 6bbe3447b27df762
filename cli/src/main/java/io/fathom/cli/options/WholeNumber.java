package io.fathom.cli.options;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whole numbers within a range. */
public final class WholeNumber {

    private WholeNumber() {}

    static int parse(String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The message below says what a number is.
        }
        throw new TypeConversionException(
                "must be a whole number between " + least + " and " + most + ", but was '" + value + "'");
    }

    /** At least 1. */
    public static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return parse(value, 1, Integer.MAX_VALUE);
        }
    }

    /** At least 0. */
    public static final class NotNegative implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return parse(value, 0, Integer.MAX_VALUE);
        }
    }

    /** A port of TCP. */
    public static final class Port implements ITypeConverter<Integer> {
        private static final int MOST = 65535;

        @Override
        public Integer convert(String value) {
            return parse(value, 1, MOST);
        }
    }

    /** As many subtasks as a demo can use. */
    public static final class Parallelism implements ITypeConverter<Integer> {
        private static final int MOST = 64;

        @Override
        public Integer convert(String value) {
            return parse(value, 1, MOST);
        }
    }
}
