package io.tokenward.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.util.ReferenceCountUtil;
import io.tokenward.proxy.problem.Denied;
import org.jspecify.annotations.Nullable;

/** A call from {@code send} to its end, also while its connection still opens. Owned by one event loop. */
final class PendingCall implements UpstreamCall {
    private final UpstreamListener listener;
    private final UpstreamTarget target;
    private @Nullable FullHttpRequest request;
    private @Nullable Channel channel;
    private boolean ended;
    private boolean sent;
    private boolean wantsRead;

    PendingCall(FullHttpRequest request, UpstreamListener listener, UpstreamTarget target) {
        this.request = request;
        this.listener = listener;
        this.target = target;
    }

    UpstreamListener listener() {
        return listener;
    }

    UpstreamTarget target() {
        return target;
    }

    void begin(Channel opened) {
        FullHttpRequest outgoing = request;
        request = null;
        if (ended || outgoing == null) {
            ReferenceCountUtil.release(outgoing);
            opened.close();
            return;
        }
        channel = opened;
        sent = true;
        opened.pipeline().get(UpstreamHandler.class).begin(this, outgoing);
        if (wantsRead) opened.read();
    }

    void fail(Denied denied, Throwable cause) {
        if (ended) return;
        end();
        listener.onFailure(denied, cause);
    }

    /** From now on nothing is reported. */
    void end() {
        ended = true;
        ReferenceCountUtil.release(request);
        request = null;
    }

    boolean ended() {
        return ended;
    }

    @Override
    public void read() {
        wantsRead = true;
        if (channel != null && !ended) channel.read();
    }

    @Override
    public void abort() {
        if (ended) return;
        end();
        if (channel != null) channel.close();
    }

    @Override
    public boolean sent() {
        return sent;
    }
}
