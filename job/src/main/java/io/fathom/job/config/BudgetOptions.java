package io.fathom.job.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.fathom.model.budget.ComputeBudget;
import io.fathom.model.budget.Overflow;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** Options of the compute budget; part of {@link FathomOptions#all()}. */
public final class BudgetOptions {

    public static final ConfigOption<Double> BUDGET_RATE = key("fathom.budget.tlops-per-second")
            .doubleType()
            .noDefaultValue()
            .withDescription(
                    "What the job may spend, in TLOps (one token through one layer) a second, above 0. Unset means"
                            + " no budget: every record goes as deep as the exit policy says. With a budget the depth comes"
                            + " from the bundle's frontier ('fathom calibrate' measures one), and the exit policy has no say.");

    public static final ConfigOption<Duration> BUDGET_WINDOW = key("fathom.budget.window")
            .durationType()
            .defaultValue(ComputeBudget.DEFAULT_WINDOW)
            .withDescription(
                    "In any period of this length, 100 ms to 1 h, no more is spent than the budget and one batch"
                            + " step. A long one lets short peaks through at full depth; a short one spends evenly, and finds back"
                            + " to full depth sooner.");

    public static final ConfigOption<Duration> BUDGET_TARGET_LATENCY = key("fathom.budget.target-latency")
            .durationType()
            .noDefaultValue()
            .withDescription(
                    "How old a record may be when its prediction leaves, 1 ms to 1 day; its age counts from"
                            + " what fathom.budget.age-from says. Depth is given up before it is missed. Unset means the length of the window.");

    public static final ConfigOption<AgeFrom> BUDGET_AGE_FROM = key("fathom.budget.age-from")
            .enumType(AgeFrom.class)
            .defaultValue(AgeFrom.TOPIC)
            .withDescription(
                    "What the age of a record counts from: 'topic', its timestamp in Kafka, so that a job that is"
                            + " behind gives up depth until it has caught up, and sheds what is late if it may; or 'arrival', the"
                            + " moment at which the job hands it to the engine, so that a backfill keeps the depth that the"
                            + " budget pays for, however old its records are.");

    public static final ConfigOption<Overflow> BUDGET_OVERFLOW = key("fathom.budget.overflow")
            .enumType(Overflow.class)
            .defaultValue(Overflow.BACKPRESSURE)
            .withDescription("What happens when not even the least depth keeps up: 'backpressure' holds the source back"
                    + " and loses nothing; 'shed' turns records away that would miss the target latency, as dead letters"
                    + " of the stage ADMIT with the error class BUDGET.");

    public static final ConfigOption<Integer> BUDGET_CHEAPEST_POINT = key("fathom.budget.cheapest-point")
            .intType()
            .defaultValue(0)
            .withDescription("The operating point that depth never falls below, 0 to 31: a place in the bundle's"
                    + " frontier, cheapest first. 0 allows all; beyond the frontier it means the richest point.");

    public static final ConfigOption<Integer> BUDGET_RICHEST_POINT = key("fathom.budget.richest-point")
            .intType()
            .defaultValue(31)
            .withDescription("The operating point that depth never rises above, from fathom.budget.cheapest-point to"
                    + " 31. Beyond the frontier it means the richest point there is.");

    public static final ConfigOption<Map<String, String>> BUDGET_TENANT_SHARES = key("fathom.budget.tenant-shares")
            .mapType()
            .defaultValue(Map.of())
            .withDescription(
                    "The largest share of the budget, above 0 and up to 1, that a tenant gets while others want"
                            + " it, such as fathom.budget.tenant-shares.acme. Its records lose depth before those of others do."
                            + " Tenants without a share are not limited.");

    public static final ConfigOption<Double> BUDGET_AUDIT_SHARE = key("fathom.budget.audit-share")
            .doubleType()
            .defaultValue(0.002)
            .withDescription(
                    "Share of the records, 0 to 1, that go on to full depth after their answer is found, to see"
                            + " whether it would have changed. Their predictions leave that much later; what it costs is within"
                            + " the budget. 0 audits none.");

    private BudgetOptions() {}
}
