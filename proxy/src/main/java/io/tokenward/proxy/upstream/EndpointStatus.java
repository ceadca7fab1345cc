package io.tokenward.proxy.upstream;

/**
 * How it stands with an endpoint.
 *
 * @param endpoint host and port
 * @param state {@code serving}, {@code ejected} or {@code failing-checks}
 * @param backInSeconds until an ejected one is asked again; else 0
 * @param running calls under way
 * @param failures in all
 * @param ejections in all
 */
public record EndpointStatus(String endpoint, String state, long backInSeconds, int running, long failures,
        long ejections) {
    /** Whether calls go there. */
    public boolean serving() {
        return state.equals("serving");
    }
}
