package io.fathom.job.metrics;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a constant of {@link MetricNames} names; the reference page is made of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Metric {

    /** Operators that register it, by name. */
    String[] operators();

    Type type();

    /** Of its values, such as {@code records}. */
    String unit();

    Scope scope();

    /** The variable that has a value for each metric of this name; empty where there is only one. */
    String variable() default "";

    /** In a sentence or two, for whoever looks at a dashboard. */
    String meaning();

    /** Flink's types. */
    enum Type {
        /** Only rises, and begins at 0 with its operator. */
        COUNTER,
        /** As things are when it is asked. */
        GAUGE,
        /** Quantiles of the last 2048 values. */
        HISTOGRAM
    }

    /** What a value speaks for, which says how values may be put together. */
    enum Scope {
        /** This subtask: add the subtasks up. */
        SUBTASK,
        /** All of the TaskManager: each of its subtasks shows the same, so take one of them, and add TaskManagers up. */
        TASK_MANAGER
    }
}
