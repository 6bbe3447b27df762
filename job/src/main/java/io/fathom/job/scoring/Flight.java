package io.fathom.job.scoring;

import io.fathom.model.engine.ScoringTicket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** One event with the engine, and the alarms that are set for it. */
final class Flight {
    private final ScoringTicket ticket;
    private final List<Future<?>> alarms = new ArrayList<>(2);
    private boolean landed;

    Flight(ScoringTicket ticket) {
        this.ticket = ticket;
    }

    ScoringTicket ticket() {
        return ticket;
    }

    /** Keeps an alarm to be cancelled on landing. */
    synchronized void arm(Future<?> alarm) {
        if (landed) {
            alarm.cancel(false);
        } else {
            alarms.add(alarm);
        }
    }

    synchronized void land() {
        landed = true;
        alarms.forEach(alarm -> alarm.cancel(false));
        alarms.clear();
    }
}
