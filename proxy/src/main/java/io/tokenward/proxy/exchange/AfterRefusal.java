package io.tokenward.proxy.exchange;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.tokenward.proxy.problem.Problem;

/** What becomes of a connection or stream on which a request was refused. */
enum AfterRefusal {
    /** The next request may follow. */
    NEXT,
    /** Nothing that follows could be read. */
    CLOSE,
    /** The caller is sending still: closing now would reset the connection, or the stream, under the answer. */
    READ_ON;

    static AfterRefusal of(Channel channel, Exchange exchange, Problem problem, boolean draining) {
        // The answer to HEAD has no body, ours has one: nothing can follow it on the connection.
        boolean framingInDoubt = problem == Problem.BAD_FRAMING || problem == Problem.HEAD_TOO_LARGE
                || exchange.request.method().equals(HttpMethod.HEAD);
        if (exchange.requestComplete)
            return exchange.keepAlive && !framingInDoubt && !draining ? NEXT : CLOSE;
        // Where a stream ends is said by its frames, whatever is wrong with the head.
        return framingInDoubt && !(channel instanceof Http2StreamChannel) ? CLOSE : READ_ON;
    }
}
