package org.apache.avro.util.internal;

import java.lang.ref.WeakReference;
import java.util.function.Supplier;

/**
 * Replaces Avro's class of this name in the job jar.
 *
 * <p>{@code Schema} of Avro 1.12 remembers in every thread that reads a schema which rule names have to follow. The rule
 * is an object of a class of Avro, so each thread of a JobManager that has ever looked into a job holds on to that job's
 * class loader with all its classes, for as long as the process lives: some 2000 classes for each submission, until the
 * metaspace is full. Avro's rules are constants, and a parser keeps its own, so it is enough to remember them weakly.
 *
 * <p>Values that are set must be held by somebody else as well; all of Avro's are.
 */
public final class ThreadLocalWithInitial {

    private ThreadLocalWithInitial() {}

    public static <T> ThreadLocal<T> of(Supplier<? extends T> supplier) {
        return new Weak<>(supplier);
    }

    private static final class Weak<T> extends ThreadLocal<T> {
        @SuppressWarnings("ThreadLocalUsage") // stands in for a thread local, and is as static as that
        private final ThreadLocal<WeakReference<T>> references = new ThreadLocal<>();

        private final Supplier<? extends T> initial;

        private Weak(Supplier<? extends T> initial) {
            this.initial = initial;
        }

        @Override
        public T get() {
            WeakReference<T> reference = references.get();
            T value = reference == null ? null : reference.get();
            if (value == null) {
                value = initial.get();
                set(value);
            }
            return value;
        }

        @Override
        public void set(T value) {
            references.set(new WeakReference<>(value));
        }

        @Override
        public void remove() {
            references.remove();
        }
    }
}
