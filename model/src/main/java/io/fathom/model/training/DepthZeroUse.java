package io.fathom.model.training;

/** Whether a bundle gets an n-gram model that answers before the first layer. */
public enum DepthZeroUse {
    /** In any case: under a budget its cheapest point is cheaper than any network's. */
    ALWAYS,
    /** Where it makes answers better, or what is recommended cheaper; every record pays for it, so where not, it goes. */
    WHERE_IT_PAYS,
    NEVER
}
