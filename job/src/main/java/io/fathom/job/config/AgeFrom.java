package io.fathom.job.config;

/** What the age of a record counts from, which a budget's target latency is about. */
public enum AgeFrom {
    /** Its timestamp in the topic. */
    TOPIC,
    /** The moment at which the job hands it to the engine. */
    ARRIVAL
}
