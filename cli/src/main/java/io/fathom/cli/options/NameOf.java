package io.fathom.cli.options;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Constants of an enum as they are written on the command line: lower case, with hyphens. */
public abstract class NameOf<E extends Enum<E>> implements ITypeConverter<E> {
    private final Class<E> type;

    protected NameOf(Class<E> type) {
        this.type = type;
    }

    @Override
    public final E convert(String value) {
        return Arrays.stream(type.getEnumConstants())
                .filter(this::isOffered)
                .filter(constant -> format(constant).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("must be one of "
                        + Arrays.stream(type.getEnumConstants())
                                .filter(this::isOffered)
                                .map(NameOf::format)
                                .collect(Collectors.joining(", "))
                        + ", but was '" + value + "'"));
    }

    /** Whether a constant can be asked for. */
    protected boolean isOffered(E constant) {
        return true;
    }

    /** The constant as it is written on the command line. */
    public static String format(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
