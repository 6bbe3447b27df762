package io.fathom.model.budget;

/**
 * What holds for the records of a tenant with a share.
 *
 * @param point the richest point that they are given
 * @param admitted share of them, above 0 and up to 1, that its part of the budget pays for at the cheapest point; the rest is
 *     turned away where the answer to overflow is {@link Overflow#SHED}
 */
public record TenantDirective(int point, double admitted) {}
