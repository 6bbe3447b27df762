package io.fathom.model.engine;

import io.fathom.model.depth.ExitPolicy;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.Optional;

/**
 * Whether a record stops after a cycle, and which reason is told where several hold: what the record would have done
 * with all the freedom in the world comes before what was imposed on it.
 *
 * <ol>
 *   <li>{@link ExitReason#FULL_DEPTH} at the model's last cycle, whatever the policy says: nothing was saved.
 *   <li>The policy's own reason.
 *   <li>{@link ExitReason#CYCLE_LIMIT} at the record's {@code maxCycles}.
 *   <li>{@link ExitReason#DEADLINE} where the caller asked for an answer now.
 * </ol>
 */
record DepthRule(ExitPolicy policy, int modelCycles) {

    /** The reason to stop after the cycle of {@code signal}, or empty to go on. */
    Optional<ExitReason> decide(ExitSignal signal, int cycleLimit, boolean urgent) {
        if (signal.cycle() >= modelCycles) {
            return Optional.of(ExitReason.FULL_DEPTH);
        }
        Optional<ExitReason> reason = policy.decide(signal);
        if (reason.isPresent()) {
            return reason;
        }
        if (signal.cycle() >= cycleLimit) {
            return Optional.of(ExitReason.CYCLE_LIMIT);
        }
        return urgent ? Optional.of(ExitReason.DEADLINE) : Optional.empty();
    }
}
