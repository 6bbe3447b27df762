package io.fathom.model.budget;

/**
 * Where an engine stands with its budget.
 *
 * @param point operating point of records without priority or deadline, by its index in the frontier
 * @param allowedPerSecond the budget's rate, TLOps a second
 * @param spentPerSecond spent over the last window, TLOps a second
 * @param backlogTlops what the records that wait would cost at {@code point}
 * @param demandPerSecond what arrives and waits would take at the richest point of the operating range, TLOps a second:
 *     below {@code allowedPerSecond} the engine has more than it needs
 * @param spentTlops all that was ever spent under this budget, whatever its rate was, audits included
 * @param overspend the most that was spent beyond the budget in any window, since the window has its length
 * @param shedRecords records turned away
 */
public record BudgetStatus(
        BudgetLevel level,
        int point,
        double allowedPerSecond,
        double spentPerSecond,
        double backlogTlops,
        double demandPerSecond,
        long spentTlops,
        Overspend overspend,
        long shedRecords) {}
