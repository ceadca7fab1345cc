package io.tokenward.rules;

/** Screening did not end in time. Stackless: it is routine under load. */
public final class DeadlineExceeded extends Exception {
    private static final long serialVersionUID = 1L;

    DeadlineExceeded() {
        super("screening did not end in time", null, false, false);
    }

    static void check(long deadlineNanos) throws DeadlineExceeded {
        if (System.nanoTime() - deadlineNanos > 0) throw new DeadlineExceeded();
    }
}
