package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.HttpMethod;
import io.tokenward.proxy.problem.Problem;

/** What becomes of a connection or stream on which a request was refused. */
enum AfterRefusal {
    /** The next request may follow. */
    NEXT,
    /** Nothing that follows could be read. */
    CLOSE,
    /** The caller is sending still: closing now would reset the connection under the answer. */
    READ_ON;

    static AfterRefusal of(Exchange exchange, Problem problem, boolean draining) {
        // The answer to HEAD has no body, ours has one: nothing can follow it on the connection.
        boolean framingInDoubt = problem == Problem.BAD_FRAMING || problem == Problem.HEAD_TOO_LARGE
                || exchange.request.method().equals(HttpMethod.HEAD);
        if (exchange.keepAlive && exchange.requestComplete && !framingInDoubt && !draining) return NEXT;
        return exchange.requestComplete || framingInDoubt ? CLOSE : READ_ON;
    }
}
