package io.fathom.job.control;

import io.fathom.job.engines.BundleRef;
import io.fathom.job.engines.TrialReport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What acknowledgements say. */
final class Sentences {

    private Sentences() {}

    static String of(BudgetTerms terms) {
        if (terms.tlopsPerSecond() == null) {
            return "no budget in force";
        }
        StringBuilder text = new StringBuilder("budget of " + terms.tlopsPerSecond() + " TLOps/s in force for the job");
        append(text, ", window ", terms.windowMillis(), " ms");
        append(text, ", target latency ", terms.targetLatencyMillis(), " ms");
        if (terms.shed() != null) {
            text.append(terms.shed() ? ", overflow is shed" : ", overflow holds the source back");
        }
        return text.toString();
    }

    static String of(DepthLimits limits) {
        if (limits.equals(DepthLimits.NONE)) {
            return "no limits in force";
        }
        StringBuilder text = new StringBuilder("limits in force:");
        append(text, " at most ", limits.maxCycles(), " cycles");
        append(text, " no point cheaper than ", limits.cheapestPoint(), "");
        append(text, " no point richer than ", limits.richestPoint(), "");
        return text.toString();
    }

    static String unusable(PendingModel change, SiteReport report, TrialReport trial, Ruling ruling) {
        return change.candidate().bundle() + " cannot be used on TaskManager " + report.taskManager() + " ("
                + trial.problem() + "): " + ruling.model() + " stays in service";
    }

    static String late(PendingModel change, long ready, int subtasks, Duration patience, Ruling ruling) {
        return change.candidate().bundle() + " must be ready in all subtasks within " + patience.toSeconds()
                + " s, but was in " + ready + " of " + subtasks + ": " + ruling.model() + " stays in service";
    }

    static String superseded(String directiveId) {
        return "directive '" + directiveId + "' came before this one was in force";
    }

    static String unkept(SiteReport report) {
        return "the budget cannot be kept on TaskManager " + report.taskManager() + " ("
                + report.budget().problem() + "): what held before holds again";
    }

    static String unheard(int obeyed, int subtasks, Duration patience) {
        return "the budget must be confirmed by all subtasks within " + patience.toSeconds() + " s, but was by "
                + obeyed + " of " + subtasks + ": what held before holds again";
    }

    static String canaryOfItself(BundleRef bundle) {
        return "a canary must be another bundle than the one in service, but was " + bundle
                + ": leave canaryShare out to end a canary";
    }

    private static void append(StringBuilder text, String before, @Nullable Object value, String after) {
        if (value != null) {
            text.append(before).append(value).append(after);
        }
    }
}
