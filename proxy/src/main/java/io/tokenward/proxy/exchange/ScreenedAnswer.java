package io.tokenward.proxy.exchange;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.tokenward.proxy.admission.Judgement;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.admission.Ticket;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.upstream.UpstreamListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds an answer back until it was screened: a stream event by event, anything else as a whole. What passes goes on through
 * {@link Relay}; the next event is looked at when the one before has been judged. Owned by the exchange's event loop.
 */
final class ScreenedAnswer implements UpstreamListener {
    private static final Logger LOG = LoggerFactory.getLogger(ScreenedAnswer.class);

    private final Relay relay;
    private final ExchangeHandler handler;
    private final ChannelHandlerContext ctx;
    private final Exchange exchange;
    private final ExchangeServices services;
    private final AnswerEvents waiting = new AnswerEvents();
    /** Events without data, which pass in one piece with their neighbours. */
    private final ByteArrayOutputStream quiet = new ByteArrayOutputStream();
    private @Nullable HttpResponse head;
    private boolean stream;
    private boolean complete;
    private boolean judging;
    private boolean over;

    ScreenedAnswer(Relay relay, ExchangeHandler handler, ChannelHandlerContext ctx, Exchange exchange,
            ExchangeServices services) {
        this.relay = relay;
        this.handler = handler;
        this.ctx = ctx;
        this.exchange = exchange;
        this.services = services;
    }

    @Override
    public void onHead(HttpResponse received) {
        String type = received.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        stream = type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
        head = received;
        if (!stream) return;
        if (received.headers().contains(HttpHeaderNames.CONTENT_ENCODING)) {
            fail("a stream in a coding that nobody asked for");
            return;
        }
        // Whatever length was announced, what passes may have another one.
        HttpUtil.setTransferEncodingChunked(received, true);
        relay.onHead(received);
    }

    @Override
    public void onContent(HttpContent content) {
        byte[] bytes = ByteBufUtil.getBytes(content.content());
        complete = content instanceof LastHttpContent;
        content.release();
        if (!over && !waiting.add(bytes)) fail("an answer too large to be screened");
    }

    private void fail(String why) {
        over = true;
        if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        relay.onFailure(Problem.UPSTREAM_INVALID.denied(), new IOException(why));
    }

    @Override
    public void onReadComplete() {
        while (!judging && !over && !exchange.ended) {
            Optional<byte[]> next = stream
                    ? waiting.next(complete)
                    : complete ? Optional.of(waiting.all()) : Optional.empty();
            if (next.isEmpty()) {
                passQuiet();
                if (complete) end();
                // Flushes, and asks for more.
                if (!over) relay.onReadComplete();
                return;
            }
            byte[] piece = stream ? AnswerEvents.screened(next.get()) : next.get();
            byte[] json = stream ? AnswerEvents.data(piece) : piece;
            if (json.length > 0) {
                judge(piece, json);
            } else if (stream) {
                quiet.writeBytes(piece);
            } else {
                pass(piece);
            }
        }
    }

    @Override
    public void onFailure(Denied denied, Throwable cause) {
        over = true;
        relay.onFailure(denied, cause);
    }

    private void judge(byte[] piece, byte[] json) {
        judging = true;
        passQuiet();
        // What has passed does not wait for the verdict over what comes next.
        ctx.flush();
        Ticket ticket = requireNonNull(exchange.ticket);
        boolean accepted = services.pool().submit(ticket.caller().tenant(), () -> {
            Judgement judgement = judgement(ticket, json);
            ctx.executor().execute(() -> judged(piece, json, judgement));
        });
        if (!accepted) judged(piece, json, Refusal.unjudged(Problem.OVERLOADED.denied()));
    }

    private Judgement judgement(Ticket ticket, byte[] json) {
        try {
            return services.admission().judgeAnswer(ticket, json);
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("Screening an answer failed, exchange {}", exchange.id, defect);
            return Refusal.unjudged(Problem.INTERNAL.denied());
        }
    }

    private void judged(byte[] piece, byte[] json, Judgement judgement) {
        judging = false;
        if (exchange.ended || over) return;
        switch (judgement) {
            case Judgement.Passed(var judged) -> {
                if (judged.coverage().startsWith("partly")) exchange.answerCoverage = judged.coverage();
                boolean same = Arrays.equals(judged.body(), json);
                pass(same ? piece : stream ? AnswerEvents.withData(piece, judged.body()) : judged.body());
                onReadComplete();
            }
            case Refusal refusal when isBareFailure(refusal) -> pass(new byte[0]);
            case Refusal refusal -> block(refusal);
        }
    }

    /** The status of a failure says enough; words around it that are no JSON are nobody's answer. */
    private boolean isBareFailure(Refusal refusal) {
        boolean failed = !stream && requireNonNull(head).status().code() >= 300;
        return failed && refusal.denied().problem() == Problem.UPSTREAM_INVALID;
    }

    private void pass(byte[] bytes) {
        if (stream) {
            relay.onContent(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)));
            return;
        }
        over = true;
        HttpResponse received = requireNonNull(head);
        HttpUtil.setTransferEncodingChunked(received, false);
        int status = received.status().code();
        if (status != 204 && status != 304) received.headers().set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        relay.onHead(received);
        relay.onContent(new DefaultLastHttpContent(Unpooled.wrappedBuffer(bytes)));
    }

    private void passQuiet() {
        if (quiet.size() == 0) return;
        pass(quiet.toByteArray());
        quiet.reset();
    }

    private void block(Refusal refusal) {
        over = true;
        if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        Optional<ModelCall> asked = exchange.call;
        handler.ends().blocked(ctx, exchange, refusal);
        if (exchange.ended) return;
        var match = requireNonNull(exchange.match);
        byte[] error = match.dialect().streamError(match.operation(), refusal.denied(), exchange.id, asked);
        relay.onContent(new DefaultHttpContent(Unpooled.wrappedBuffer(error)));
        relay.onContent(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void end() {
        over = true;
        relay.onContent(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
