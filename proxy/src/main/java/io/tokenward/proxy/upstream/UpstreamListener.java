package io.tokenward.proxy.upstream;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.tokenward.proxy.problem.Denied;

/**
 * Who waits for an upstream's answer. Everything is called on the event loop of the call, in the order head, contents,
 * the last of which is a {@link io.netty.handler.codec.http.LastHttpContent}; or, at any moment, once {@link #onFailure}.
 * Nothing follows the end, a failure or an abort.
 */
public interface UpstreamListener {
    /** The final (never an informational) head. */
    void onHead(HttpResponse head);

    /** Content; the listener owns it and must release it. */
    void onContent(HttpContent content);

    /** All that was read for now has been handed over: time to flush. */
    void onReadComplete();

    /** No answer, or no more of it. */
    void onFailure(Denied denied, Throwable cause);
}
