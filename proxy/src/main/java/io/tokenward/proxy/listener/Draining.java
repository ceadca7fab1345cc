package io.tokenward.proxy.listener;

/** What connections are told when the proxy is about to end. */
enum Draining {
    /** Send what is on its way, and go elsewhere with the next. */
    LAST_REQUESTS,
    /** From now on no new request is read: idle connections are closed. */
    NO_MORE_REQUESTS
}
