package io.tokenward.proxy.limit;

/** The store did not answer, or could not do what it was asked. What happens then is policy. */
final class StoreSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean asked;

    /** @param asked whether the question went out, so that the store may have done what it was asked */
    StoreSilent(String why, boolean asked) {
        super(why, null, false, false);
        this.asked = asked;
    }

    /** Whether the store may have done what it was asked. */
    boolean asked() {
        return asked;
    }
}
