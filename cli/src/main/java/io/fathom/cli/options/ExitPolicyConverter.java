package io.fathom.cli.options;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitPolicySyntax;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Exit policies on the command line, in the words of {@link ExitPolicySyntax}. */
public final class ExitPolicyConverter implements ITypeConverter<ExitPolicy> {

    @Override
    public ExitPolicy convert(String value) {
        try {
            return ExitPolicySyntax.parse(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
