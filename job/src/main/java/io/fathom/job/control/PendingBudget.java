package io.fathom.job.control;

/**
 * A budget that the TaskManagers have been told, and that not all have confirmed yet.
 *
 * @param directiveId of the directive that wants it
 */
public record PendingBudget(String directiveId, BudgetTerms terms, DirectiveOrigin origin) {}
