package io.fathom.cli.options;

import io.fathom.model.depth.ExitPolicy;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Exit policies as they are written on the command line: {@code fixed:CYCLES}, {@code confidence:THRESHOLD} or {@code
 * zero-attention:THRESHOLD}; a third part after the threshold is the least number of cycles.
 */
public final class ExitPolicyConverter implements ITypeConverter<ExitPolicy> {

    @Override
    public ExitPolicy convert(String value) {
        String[] parts = value.split(":", -1);
        try {
            if (parts.length == 2 && parts[0].equals("fixed")) {
                return new ExitPolicy.Fixed(Integer.parseInt(parts[1]));
            }
            if (parts.length == 2 || parts.length == 3) {
                int minCycles = parts.length == 3 ? Integer.parseInt(parts[2]) : 1;
                return withThreshold(parts[0], Float.parseFloat(parts[1]), minCycles);
            }
        } catch (NumberFormatException e) {
            throw malformed(value);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "must be a policy that can be followed, but was '" + value + "' (" + e.getMessage() + ")");
        }
        throw malformed(value);
    }

    private static ExitPolicy withThreshold(String name, float threshold, int minCycles) {
        return switch (name) {
            case "confidence" -> new ExitPolicy.Confidence(threshold, minCycles);
            case "zero-attention" -> new ExitPolicy.ZeroAttention(threshold, minCycles);
            default -> throw new NumberFormatException("no policy is named " + name);
        };
    }

    private static TypeConversionException malformed(String value) {
        return new TypeConversionException("must be fixed:CYCLES, confidence:THRESHOLD or zero-attention:THRESHOLD"
                + " (such as confidence:0.9), but was '" + value + "'");
    }

    /** The policy as it is written on the command line. */
    public static String format(ExitPolicy policy) {
        if (policy instanceof ExitPolicy.Fixed fixed) {
            return "fixed:" + fixed.cycles();
        } else if (policy instanceof ExitPolicy.Confidence confidence) {
            return "confidence:" + confidence.threshold() + atLeast(confidence.minCycles());
        } else if (policy instanceof ExitPolicy.ZeroAttention zero) {
            return "zero-attention:" + zero.threshold() + atLeast(zero.minCycles());
        }
        throw new IllegalArgumentException("no such policy: " + policy);
    }

    private static String atLeast(int minCycles) {
        return minCycles == 1 ? "" : ":" + minCycles;
    }
}
