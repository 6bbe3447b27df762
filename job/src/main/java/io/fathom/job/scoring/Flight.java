package io.fathom.job.scoring;

import io.fathom.job.engines.SubtaskEngines;
import io.fathom.model.engine.ScoringTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** One event with the engine, and the alarms that are set for it. */
final class Flight {
    private final ScoringTicket ticket;
    private final SubtaskEngines.Use use;
    private final List<Future<?>> alarms = new ArrayList<>(2);
    private boolean landed;

    Flight(ScoringTicket ticket, SubtaskEngines.Use use) {
        this.ticket = ticket;
        this.use = use;
    }

    ScoringTicket ticket() {
        return ticket;
    }

    /** The engine that it is with. */
    SubtaskEngines.Use use() {
        return use;
    }

    /** Keeps an alarm to be cancelled on landing. */
    synchronized void arm(Future<?> alarm) {
        if (landed) {
            alarm.cancel(false);
        } else {
            alarms.add(alarm);
        }
    }

    /** Ends its alarms and its use of the engine. */
    void land() {
        synchronized (this) {
            landed = true;
            alarms.forEach(alarm -> alarm.cancel(false));
            alarms.clear();
        }
        use.close();
    }
}
