package io.tokenward.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.FullHttpRequest;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call from {@code send} to its end, also while its connection still opens. As long as no connection has opened, nothing of
 * the request was written, so the next endpoint is tried; afterwards never. Owned by one event loop.
 */
final class PendingCall implements UpstreamCall {
    private final EventLoop loop;
    private final RequestFor request;
    private final UpstreamListener listener;
    private final Attempts attempts;
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable Channel channel;
    private boolean ended;
    private boolean sent;
    private boolean wantsRead;

    PendingCall(EventLoop loop, RequestFor request, UpstreamListener listener, Attempts attempts) {
        this.loop = loop;
        this.request = request;
        this.listener = listener;
        this.attempts = attempts;
    }

    /** Goes to the next endpoint; where there is none, what the last one met is the cause. */
    void attempt(Supplier<? extends Throwable> met) {
        if (ended) return;
        UpstreamEndpoint next = attempts.next();
        if (next == null) {
            end();
            listener.onFailure(Problem.UPSTREAM_UNREACHABLE.denied(), met.get());
            return;
        }
        if (endpoint != null) endpoint.ended();
        endpoint = next;
        next.began();
        if (attempts.fresh()) {
            next.openNew(loop, this);
        } else {
            next.open(loop, this);
        }
    }

    UpstreamListener listener() {
        return listener;
    }

    UpstreamTarget target() {
        return at().target();
    }

    private UpstreamEndpoint at() {
        if (endpoint == null) throw new IllegalStateException("no endpoint yet");
        return endpoint;
    }

    void begin(Channel opened) {
        if (ended) {
            opened.close();
            return;
        }
        if (!opened.isActive()) {
            unopened(new IOException("closed before a request was sent"));
            return;
        }
        FullHttpRequest outgoing;
        try {
            outgoing = request.of(target());
        } catch (RuntimeException defect) {
            opened.close();
            end();
            listener.onFailure(Problem.INTERNAL.denied(), defect);
            return;
        }
        channel = opened;
        sent = true;
        opened.pipeline().get(UpstreamHandler.class).begin(this, outgoing);
        if (wantsRead) opened.read();
    }

    /** No connection, so no request either. */
    void unopened(Throwable cause) {
        if (ended) return;
        attempts.failed(at());
        attempt(() -> cause);
    }

    /** The head of an answer. */
    void answered(int status) {
        attempts.answered(at(), status);
    }

    void fail(Denied denied, Throwable cause) {
        if (ended) return;
        attempts.failed(at());
        end();
        listener.onFailure(denied, cause);
    }

    /** From now on nothing is reported. */
    void end() {
        if (!ended && endpoint != null) endpoint.ended();
        ended = true;
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

    @Override
    public String endpoint() {
        return endpoint == null ? "" : endpoint.target().name() + ' ' + endpoint.target().authority();
    }
}
