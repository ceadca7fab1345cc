package io.tokenward.proxy.upstream;

import io.netty.handler.codec.http.FullHttpRequest;

/** Makes a request when it is known which endpoint gets it: host, base path and signature depend on that. */
@FunctionalInterface
public interface RequestFor {
    /** Called once at most, on the event loop of the call; the request is released by who called. */
    FullHttpRequest of(UpstreamTarget target);
}
