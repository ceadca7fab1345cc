package io.tokenward.proxy.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.tokenward.proxy.problem.Denied;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/** Asks one endpoint again and again whether it is well, one question at a time. Owned by one event loop. */
final class EndpointChecks {
    private final UpstreamEndpoint endpoint;
    private final HealthCheck check;
    private final EventLoop loop;
    private final Consumer<Boolean> result;

    EndpointChecks(UpstreamEndpoint endpoint, HealthCheck check, EventLoop loop, Consumer<Boolean> result) {
        this.endpoint = endpoint;
        this.check = check;
        this.loop = loop;
        this.result = result;
    }

    void start() {
        loop.execute(this::ask);
    }

    private void ask() {
        var question = new Question();
        var call = new PendingCall(loop, this::request, question, new Only());
        question.call = call;
        loop.schedule(question::late, check.timeout().toNanos(), TimeUnit.NANOSECONDS);
        call.attempt(() -> new IOException("not reached"));
    }

    private FullHttpRequest request(UpstreamTarget target) {
        var request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET,
                target.basePath() + check.path());
        request.headers().set(HttpHeaderNames.HOST, target.authority());
        request.headers().set(HttpHeaderNames.CONNECTION, "close");
        return request;
    }

    private void answered(boolean well) {
        result.accept(well);
        if (!loop.isShuttingDown())
            loop.schedule(this::ask, check.every().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One question and the first thing that answers it: a head, a failure, or the time. */
    private final class Question implements UpstreamListener {
        private @Nullable PendingCall call;
        private boolean over;

        @Override
        public void onHead(HttpResponse head) {
            over(head.status().code() < 500);
        }

        @Override
        public void onContent(HttpContent content) {
            content.release();
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onFailure(Denied denied, Throwable cause) {
            over(false);
        }

        private void late() {
            over(false);
        }

        private void over(boolean well) {
            if (over) return;
            over = true;
            if (call != null) call.abort();
            answered(well);
        }
    }

    /** A question is for one endpoint, on a connection of its own, and no call whose failure counts. */
    private final class Only implements Attempts {
        private boolean asked;

        @Override
        public @Nullable UpstreamEndpoint next() {
            if (asked) return null;
            asked = true;
            return endpoint;
        }

        @Override
        public boolean fresh() {
            return true;
        }

        @Override
        public void answered(UpstreamEndpoint asked, int status) {}

        @Override
        public void failed(UpstreamEndpoint asked) {}
    }
}
