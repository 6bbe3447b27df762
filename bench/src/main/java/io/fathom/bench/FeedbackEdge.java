package io.fathom.bench;

import io.fathom.job.config.ControlSettings;
import io.fathom.job.control.DeskState;
import io.fathom.job.control.DirectiveDesk;
import io.fathom.job.control.OrderBook;
import io.fathom.job.control.Orders;
import io.fathom.job.control.SiteReport;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The edge on which the job's budget is divided, with the desk of the job and TaskManagers that are only thought of: all
 * report, the desk reads the reports as Flink would bring them, and writes its orders. One thread, no network.
 */
final class FeedbackEdge {
    private static final ControlSettings SETTINGS =
            new ControlSettings(true, Duration.ofMillis(200), Duration.ofMinutes(5), Duration.ofSeconds(5));
    private static final double BUDGET_OF_EACH = 1e6;
    private static final int MOST_ROUNDS = 100;
    /** What a TaskManager gets that alone has load: all but the floors of the others, which is 96 % of the budget. */
    private static final double MOST_OF_IT = 0.95;

    /**
     * One cluster.
     *
     * @param reportBytes of one report
     * @param orderBytes of the orders of one TaskManager
     * @param reportBytesPerSecond from all subtasks to the desk
     * @param orderBytesPerSecond from the desk to all TaskManagers
     * @param broadcastBytesPerSecond what orders would be if each slot were sent the shares of all
     * @param deskMillis CPU of the desk in one pace: reading and hearing all reports, dividing, writing the orders
     * @param deskCores that as a share of the pace: at 1 the desk's task needs a core
     * @param shiftRounds paces from a load that moves to one TaskManager until this one is sent {@value #MOST_OF_IT} of
     *     the budget
     */
    record Row(
            ClusterSize cluster,
            int reportBytes,
            int orderBytes,
            double reportBytesPerSecond,
            double orderBytesPerSecond,
            double broadcastBytesPerSecond,
            Spread deskMillis,
            double deskCores,
            int shiftRounds) {}

    private final FlinkBytes<SiteReport> reportType = new FlinkBytes<>(TypeInformation.of(SiteReport.class));
    private final FlinkBytes<Orders> orderType = new FlinkBytes<>(TypeInformation.of(Orders.class));
    private final ClusterSize cluster;
    private final double budget;
    private final ImaginarySites sites;
    private final DirectiveDesk desk;
    private final OrderBook book;
    private long nowMillis = 1_700_000_000_000L;

    FeedbackEdge(ClusterSize cluster) {
        this.cluster = cluster;
        this.budget = BUDGET_OF_EACH * cluster.taskManagers();
        this.sites = new ImaginarySites(cluster, nowMillis);
        this.desk = new DirectiveDesk(
                DeskState.INITIAL,
                "job",
                SETTINGS.modelTimeout(),
                Clock.fixed(Instant.ofEpochMilli(nowMillis), ZoneOffset.UTC));
        this.book = new OrderBook(new ImaginarySites.Budgeted(budget), SETTINGS, nowMillis);
    }

    /** @param rounds to take the CPU time of, after as many to warm up */
    Row run(int rounds) {
        List<Double> millis = new ArrayList<>();
        for (int round = 0; round < 2 * rounds; round++) {
            double took = round();
            if (round >= rounds) {
                millis.add(took);
            }
        }
        Orders one = sites.obeyed(0);
        byte[] report = reportType.write(sites.report(0));
        double paces = 1000.0 / SETTINGS.pace().toMillis();
        double orders = orderType.write(one).length * paces * cluster.taskManagers();
        double broadcast = orderType.write(withSharesOfAll(one)).length * paces * cluster.subtasks();
        Spread deskMillis = Spread.of(millis);
        return new Row(
                cluster,
                report.length,
                orderType.write(one).length,
                report.length * paces * cluster.subtasks(),
                orders,
                broadcast,
                deskMillis,
                deskMillis.median() / SETTINGS.pace().toMillis(),
                shift());
    }

    /** Paces until the first TaskManager, which has all the load from now on, has most of the budget. */
    private int shift() {
        sites.moveLoadTo(0);
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            round();
            double share = sites.obeyed(0).shares().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            if (share >= MOST_OF_IT * budget) {
                return round;
            }
        }
        throw new IllegalStateException("a shifted load must have its share within " + MOST_ROUNDS + " rounds, but has "
                + sites.obeyed(0).shares() + " of " + budget + " with " + cluster.text());
    }

    /** All report, the desk answers, all obey; returns the milliseconds of CPU that the desk took. */
    private double round() {
        nowMillis += SETTINGS.pace().toMillis();
        List<byte[]> reports = new ArrayList<>();
        for (int subtask = 0; subtask < cluster.subtasks(); subtask++) {
            reports.add(reportType.write(sites.report(subtask)));
        }
        long start = CpuTime.ofThisThread();
        for (byte[] bytes : reports) {
            SiteReport report = reportType.read(bytes);
            desk.hear(report);
            book.hear(report, nowMillis);
        }
        List<Orders> orders = book.next(desk, false, nowMillis);
        for (Orders each : orders) {
            orderType.write(each);
        }
        double millis = (CpuTime.ofThisThread() - start) / 1e6;
        orders.forEach(sites::obey);
        return millis;
    }

    private Orders withSharesOfAll(Orders one) {
        Map<String, Double> all = new HashMap<>();
        for (int site = 0; site < cluster.taskManagers(); site++) {
            String taskManager = sites.taskManager(site);
            sites.obeyed(site).shares().forEach((model, share) -> all.put(taskManager + "/" + model, share));
        }
        return new Orders(
                one.to(),
                one.term(),
                one.round(),
                one.candidate(),
                one.serving(),
                one.budgetId(),
                one.budget(),
                one.limits(),
                all);
    }
}
