package io.fathom.model.depth;

import io.fathom.model.depth.ExitPolicy.Confidence;
import io.fathom.model.depth.ExitPolicy.CorrectedZeroAttention;
import io.fathom.model.depth.ExitPolicy.Entropy;
import io.fathom.model.depth.ExitPolicy.Fixed;
import io.fathom.model.depth.ExitPolicy.Patience;
import io.fathom.model.depth.ExitPolicy.Point;
import io.fathom.model.depth.ExitPolicy.Probe;
import io.fathom.model.depth.ExitPolicy.Thresholds;
import io.fathom.model.depth.ExitPolicy.ZeroAttention;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Exit policies as people write them: {@code NAME:NUMBER}, and behind a threshold {@code :CYCLES} for the least number of
 * cycles (0 if nothing is said, which lets a record leave at depth zero where the model has it). The number of {@code fixed} and {@code patience} is in cycles, that of {@code point} a place in the bundle's frontier,
 * that of the others a threshold in 0..1. {@code thresholds:SCORE:FIRST:T1,T2,…} is a point written out from its first depth
 * on, {@code never} for no threshold; it is for logs rather than for people.
 */
public final class ExitPolicySyntax {
    /** All forms in words, for messages and help. */
    public static final String FORMS =
            "fixed:CYCLES, patience:CYCLES, point:NUMBER (of the bundle's frontier, 0 being the cheapest), or one of zero-attention, corrected-zero-attention,"
                    + " confidence, entropy, probe, zero-probe and confidence-probe with :THRESHOLD";

    private static final String NEVER = "never";

    private interface ByThreshold {
        ExitPolicy of(float threshold, int minCycles);
    }

    private static final Map<String, ByThreshold> BY_THRESHOLD = byThreshold();

    private ExitPolicySyntax() {}

    private static Map<String, ByThreshold> byThreshold() {
        Map<String, ByThreshold> policies = new TreeMap<>(Map.of(
                "zero-attention", ZeroAttention::new,
                "corrected-zero-attention", CorrectedZeroAttention::new,
                "confidence", Confidence::new,
                "entropy", Entropy::new));
        for (ProbeInputs inputs : ProbeInputs.values()) {
            policies.put(inputs.policyName(), (threshold, minCycles) -> new Probe(inputs, threshold, minCycles));
        }
        return policies;
    }

    /** @throws IllegalArgumentException if it is no policy, in words that fit behind the name of an option */
    public static ExitPolicy parse(String text) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 2 && parts[0].equals("fixed")) {
                return new Fixed(Integer.parseInt(parts[1]));
            }
            if (parts.length == 2 && parts[0].equals("patience")) {
                return new Patience(Integer.parseInt(parts[1]));
            }
            if (parts.length == 2 && parts[0].equals("point")) {
                return new Point(Integer.parseInt(parts[1]));
            }
            if (parts.length == 4 && parts[0].equals("thresholds")) {
                return new Thresholds(ExitScore.named(parts[1]), Integer.parseInt(parts[2]), thresholds(parts[3]));
            }
            ByThreshold policy = BY_THRESHOLD.get(parts[0]);
            if (policy != null && (parts.length == 2 || parts.length == 3)) {
                int minCycles = parts.length == 3 ? Integer.parseInt(parts[2]) : 0;
                return policy.of(Float.parseFloat(parts[1]), minCycles);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(malformed(text), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "must be a policy that can be followed, but was '" + text + "' (" + e.getMessage() + ")", e);
        }
        throw new IllegalArgumentException(malformed(text));
    }

    private static List<Float> thresholds(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(t -> t.equals(NEVER) ? Float.valueOf(Float.POSITIVE_INFINITY) : Float.valueOf(t))
                        .toList();
    }

    private static String malformed(String text) {
        return "must be " + FORMS + " (such as confidence:0.9), but was '" + text + "'";
    }

    /** The policy as {@link #parse} reads it. */
    public static String format(ExitPolicy policy) {
        if (policy instanceof Fixed fixed) {
            return "fixed:" + fixed.cycles();
        } else if (policy instanceof Patience patience) {
            return "patience:" + patience.cycles();
        } else if (policy instanceof ZeroAttention zero) {
            return format("zero-attention", zero.threshold(), zero.minCycles());
        } else if (policy instanceof CorrectedZeroAttention zero) {
            return format("corrected-zero-attention", zero.threshold(), zero.minCycles());
        } else if (policy instanceof Confidence confidence) {
            return format("confidence", confidence.threshold(), confidence.minCycles());
        } else if (policy instanceof Entropy entropy) {
            return format("entropy", entropy.threshold(), entropy.minCycles());
        } else if (policy instanceof Probe probe) {
            return format(probe.inputs().policyName(), probe.threshold(), probe.minCycles());
        } else if (policy instanceof Point point) {
            return "point:" + point.index();
        } else if (policy instanceof Thresholds point) {
            return point.thresholds().stream()
                    .map(t -> Float.isInfinite(t) ? NEVER : String.valueOf(t))
                    .collect(Collectors.joining(
                            ",", "thresholds:" + point.score().scoreName() + ":" + point.firstDepth() + ":", ""));
        }
        throw new IllegalArgumentException("no such policy: " + policy);
    }

    private static String format(String name, float threshold, int minCycles) {
        return name + ":" + threshold + (minCycles == 0 ? "" : ":" + minCycles);
    }
}
