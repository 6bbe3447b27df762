package io.fathom.model.engine;

import io.fathom.model.budget.BudgetDirective;
import io.fathom.model.depth.ExitReason;
import io.fathom.model.depth.ExitSignal;
import java.util.Optional;

/** How depth is decided in one batch step, for all its rows: what is computed, and then who leaves. */
interface StepExits {

    /** Whether tail and read-out have to run with the cycle. */
    boolean needsAnswer();

    /** Makes the signals that {@link #decide} reads. */
    SignalReader signals();

    /** The same as things are once the cycle has been run. */
    default StepExits afterCycle() {
        return this;
    }

    /** The reason of a row to stop after the cycle that it has just observed, or empty to go on. */
    Optional<ExitReason> decide(ActiveRow row);

    /**
     * The reason of a record to leave at depth zero, or empty to go on into the network. Notes where a budget has put it.
     *
     * @param record has the n-gram model's answer
     */
    Optional<ExitReason> decideAtDepthZero(PendingRecord record);

    /** Whether a record that leaves at depth zero goes on to full depth, as {@link #audits(ActiveRow)}. */
    default boolean audits(PendingRecord record) {
        return false;
    }

    /** Whether a row that stops goes on to full depth, to see whether the answer would have changed. */
    default boolean audits(ActiveRow row) {
        return false;
    }

    /** Without a budget: the policy decides. */
    record ByPolicy(DepthRule rule, SignalReader signals) implements StepExits {
        @Override
        public boolean needsAnswer() {
            return rule.policy().needsAnswer();
        }

        @Override
        public Optional<ExitReason> decide(ActiveRow row) {
            return rule.decide(
                    row.lastSignal(), row.record().cycleLimit(), row.record().urgent());
        }

        @Override
        public Optional<ExitReason> decideAtDepthZero(PendingRecord record) {
            return atDepthZero(rule, signals, record);
        }
    }

    private static Optional<ExitReason> atDepthZero(DepthRule rule, SignalReader signals, PendingRecord record) {
        ExitSignal known = record.depthZero().signal();
        ExitSignal signal = signals.depthZero(known.confidence(), known.entropy());
        return rule.decide(signal, record.cycleLimit(), record.urgent());
    }

    /**
     * Under a budget: the frontier decides, each row at its own point.
     *
     * @param directive in force
     * @param now nanoseconds of the engine's clock
     */
    record ByBudget(BudgetInForce budget, BudgetDirective directive, long now) implements StepExits {
        @Override
        public StepExits afterCycle() {
            return budget.step();
        }

        @Override
        public boolean needsAnswer() {
            return budget.frontier().needsAnswer();
        }

        @Override
        public SignalReader signals() {
            return budget.frontier().signals();
        }

        /** Also lowers the row's point where the directive, or what is left until its deadline, has fallen; never lifts it. */
        @Override
        public Optional<ExitReason> decide(ActiveRow row) {
            int point = Math.min(row.point(), budget.point(row, directive, now));
            row.place(point, directive.level());
            return budget.frontier()
                    .rules()
                    .get(point)
                    .decide(
                            row.lastSignal(),
                            row.record().cycleLimit(),
                            row.record().urgent());
        }

        @Override
        public Optional<ExitReason> decideAtDepthZero(PendingRecord record) {
            int point = budget.point(record, 0, directive, now);
            record.place(point, directive.level());
            return atDepthZero(budget.frontier().rules().get(point), signals(), record);
        }

        @Override
        public boolean audits(PendingRecord record) {
            return record.freeToGoOn() && budget.audits(record);
        }

        /**
         * Not where the record itself, its deadline or a change of its point has cut it short: the frontier promises nothing
         * about those.
         */
        @Override
        public boolean audits(ActiveRow row) {
            return row.record().freeToGoOn() && !row.isLowered() && budget.audits(row.record());
        }
    }
}
