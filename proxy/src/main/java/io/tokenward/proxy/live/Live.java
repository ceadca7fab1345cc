package io.tokenward.proxy.live;

import static java.util.Objects.requireNonNull;

/** A value that is replaced as a whole: readers never wait and never see half of a change. Thread-safe. */
public final class Live<T> {
    private volatile T current;

    /** Holds {@code first} until the first {@link #replace}. */
    public Live(T first) {
        current = requireNonNull(first);
    }

    /** The value in force; read it once per exchange. */
    public T get() {
        return current;
    }

    /** Puts {@code next} in force. */
    public void replace(T next) {
        current = requireNonNull(next);
    }
}
