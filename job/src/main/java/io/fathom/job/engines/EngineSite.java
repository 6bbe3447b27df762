package io.fathom.job.engines;

import io.fathom.model.budget.BudgetStatus;
import io.fathom.model.engine.ScoringEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.jspecify.annotations.Nullable;

/**
 * What the operators of one job share within one TaskManager: its engines, and how they are told what to do.
 *
 * <p>Operators in different tasks meet here, because a task that waits for its engine cannot hear: what has to reach an
 * engine at once goes to another task in the same TaskManager, and from there through this class. The key holds the
 * TaskManager's id, not only the process: a MiniCluster runs several TaskManagers in one process, and they must not see
 * each other's memory there either.
 */
public final class EngineSite {
    private static final Map<Key, EngineSite> SITES = new HashMap<>();
    private static final long CLOSING_SECONDS = 10;

    private final Key key;
    private final OptionalInt gpu;
    private final SiteBudget budget = new SiteBudget();
    private final SharedEngines engines = new SharedEngines(this::admit);
    private final ExecutorService worker;
    private final Trials trials;
    private final Map<Integer, SubtaskEngines> subtasks = new HashMap<>();
    private final Set<SiteAddress> listening = new LinkedHashSet<>();
    private long lastTerm = Long.MIN_VALUE;
    private long lastRound;
    private int visitors;

    private EngineSite(Key key, OptionalInt gpu) {
        this.key = key;
        this.gpu = gpu;
        this.worker = Executors.newSingleThreadExecutor(action -> {
            Thread thread = new Thread(action, "fathom-engines-" + key.taskManager);
            thread.setDaemon(true);
            return thread;
        });
        this.trials = new Trials(engines, budget, worker);
    }

    /** The site of the operator's job and TaskManager; every visitor leaves again. */
    public static EngineSite enter(RuntimeContext context) {
        String taskManager = Objects.requireNonNullElse(
                context.getMetricGroup().getAllVariables().get("<tm_id>"), "local");
        Key key = new Key(context.getJobInfo().getJobId().toString(), taskManager);
        synchronized (SITES) {
            EngineSite site = SITES.computeIfAbsent(key, k -> new EngineSite(k, GivenGpu.of(context)));
            site.visitors++;
            return site;
        }
    }

    /** Once for each time it was entered; the last to leave waits for engines to close. */
    public void leave() {
        synchronized (SITES) {
            visitors--;
            if (visitors > 0) {
                return;
            }
            SITES.remove(key);
        }
        trials.close();
        worker.shutdown();
        try {
            boolean unused = worker.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Flink's id of the TaskManager. */
    public String taskManager() {
        return key.taskManager;
    }

    /**
     * The engines for one subtask's records; the subtask closes them.
     *
     * @param task says which subtask, and of how many
     */
    public SubtaskEngines enlist(TaskInfo task, EngineFactory factory) {
        SubtaskEngines enlisted = new SubtaskEngines(engines, placed(factory), worker);
        synchronized (this) {
            subtasks.values().removeIf(SubtaskEngines::isClosed);
            subtasks.put(task.getIndexOfThisSubtask(), enlisted);
            budget.configure(factory.budget(), subtasks.size() / (double) task.getNumberOfParallelSubtasks());
        }
        budget.apply(open());
        return enlisted;
    }

    /**
     * Says which bundles the records of a subtask are stamped with from now on. Returns when their engines are open.
     *
     * @throws Exception if one cannot be opened
     */
    public void serveOnly(int subtask, Set<BundleRef> bundles) throws Exception {
        SubtaskEngines enlisted;
        synchronized (this) {
            enlisted = subtasks.get(subtask);
        }
        if (enlisted != null) {
            enlisted.serveOnly(bundles);
        }
    }

    /** From now on orders reach this TaskManager at the address, too. */
    public synchronized void listen(SiteAddress address) {
        listening.add(address);
    }

    /** No order is heard at the address any more. */
    public synchronized void hangUp(SiteAddress address) {
        listening.remove(address);
    }

    /** Where to send the orders of this TaskManager: one address of those that are listened to; empty if there is none. */
    public synchronized Optional<SiteAddress> address() {
        return listening.stream().findFirst();
    }

    /** True once for each round of orders: several subtasks hear the same ones, not all at the same time. */
    public synchronized boolean isNews(long term, long round) {
        if (term < lastTerm || (term == lastTerm && round <= lastRound)) {
            return false;
        }
        lastTerm = term;
        lastRound = round;
        return true;
    }

    /** Says which candidate to have ready, null for none, and which bundles are in service. */
    public void follow(@Nullable Candidate candidate, Set<BundleRef> serving, EngineFactory factory) {
        trials.follow(candidate, serving, placed(factory));
    }

    /** Divides the job's budget among the engines here as ordered. */
    public void spend(BudgetOrder order, long nowMillis) {
        budget.obey(order, nowMillis, open());
    }

    /**
     * How the engines here stand with their budget.
     *
     * @param timeout after which the last order does not hold any more
     */
    public BudgetReport budget(long nowMillis, Duration timeout) {
        budget.expire(nowMillis, timeout.toMillis(), open());
        return budget.report(open());
    }

    private EngineFactory placed(EngineFactory factory) {
        return gpu.isPresent() ? factory.onGpu(gpu.getAsInt()) : factory;
    }

    private void admit(ScoringEngine engine) {
        budget.admit(engine, engines.open().size());
    }

    /** How far the candidate has come, if there is one. */
    public Optional<TrialReport> trial() {
        return trials.report();
    }

    /** Where all engines of a job in this process stand with their budgets, whatever their TaskManagers. */
    public static List<BudgetStatus> budgets(JobID job) {
        synchronized (SITES) {
            return SITES.entrySet().stream()
                    .filter(site -> site.getKey().job.equals(job.toString()))
                    .flatMap(site -> site.getValue().open().stream())
                    .flatMap(engine -> engine.budgetStatus().stream())
                    .toList();
        }
    }

    /** The engines that are open now, of all subtasks. */
    private List<ScoringEngine> open() {
        return engines.open();
    }

    private record Key(String job, String taskManager) {}
}
