package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.Candidate;
import io.fathom.job.engines.SiteAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one TaskManager has to do, whatever its records wait for. Each says all there is to do, and is sent again and
 * again: one that is lost or comes twice does no harm.
 *
 * @param to whose orders these are
 * @param term when the sender started, milliseconds since 1970; grows when the job is restored
 * @param round counts within the term
 * @param candidate to be made ready, or null
 * @param serving the bundles in force
 * @param budgetId names the budget in reports
 * @param budget the budget by directive, or null if the configured one holds
 * @param limits its operating range
 * @param shares TLOps a second of each of its engines, by the name and version of its bundle
 */
public record Orders(
        SiteAddress to,
        long term,
        long round,
        @Nullable Candidate candidate,
        List<BundleRef> serving,
        String budgetId,
        @Nullable BudgetTerms budget,
        DepthLimits limits,
        Map<String, Double> shares) {}
