package io.tokenward.proxy.upstream;

/** One request under way. Use on its event loop only. */
public interface UpstreamCall {
    /** Asks for more of the answer; nothing is read unasked, which is all the backpressure there is. */
    void read();

    /** Gives up: closes the connection, so that the upstream stops working. Nothing is reported afterwards. */
    void abort();

    /** Whether the whole request may have reached the upstream, so that it may be billed. */
    boolean sent();

    /** Name of the upstream, a blank, host and port of the endpoint that has the call or had it last; empty before. */
    String endpoint();
}
