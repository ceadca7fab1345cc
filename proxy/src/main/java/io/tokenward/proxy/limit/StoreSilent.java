package io.tokenward.proxy.limit;

/** The store did not answer, or could not do what it was asked. What happens then is policy. */
final class StoreSilent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreSilent(String why) {
        super(why, null, false, false);
    }
}
