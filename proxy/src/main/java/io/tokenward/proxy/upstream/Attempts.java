package io.tokenward.proxy.upstream;

import org.jspecify.annotations.Nullable;

/** Where a call may go, one endpoint after the other, and who hears how it went. Owned by the call's event loop. */
interface Attempts {
    /** The endpoint to try now, or null where none is left. */
    @Nullable
    UpstreamEndpoint next();

    /** Whether only a new connection will do. */
    default boolean fresh() {
        return false;
    }

    /** The head of an answer came. */
    void answered(UpstreamEndpoint endpoint, int status);

    /** No answer came, or not all of it. */
    void failed(UpstreamEndpoint endpoint);
}
