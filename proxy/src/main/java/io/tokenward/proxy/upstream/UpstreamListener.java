package io.tokenward.proxy.upstream;

import io.netty.channel.Channel;
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

    /**
     * The upstream changed to another protocol (101). Who takes the connection puts its own handlers behind the HTTP codec and
     * removes that; what is said there is no longer HTTP. It ends with {@link UpstreamCall#abort}.
     *
     * @return false where that was not asked for or not done as agreed
     */
    default boolean onSwitch(HttpResponse head, Channel connection) {
        return false;
    }

    /** Content; the listener owns it and must release it. */
    void onContent(HttpContent content);

    /** All that was read for now has been handed over: time to flush. */
    void onReadComplete();

    /** No answer, or no more of it. */
    void onFailure(Denied denied, Throwable cause);
}
