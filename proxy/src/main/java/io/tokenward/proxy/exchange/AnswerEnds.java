package io.tokenward.proxy.exchange;

import io.netty.channel.ChannelHandlerContext;
import io.tokenward.proxy.admission.Refusal;
import io.tokenward.proxy.limit.TokenPackage;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ends of an answer that its upstream did not choose. Where nothing of it has gone out each is a refusal; after that, an
 * event that says so where events are streamed, else the answer is cut where everyone can see it. Event loop only.
 */
final class AnswerEnds {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerEnds.class);

    private final ExchangeHandler handler;

    AnswerEnds(ExchangeHandler handler) {
        this.handler = handler;
    }

    /** What came back may not pass on. */
    void blocked(ChannelHandlerContext ctx, Exchange exchange, Refusal refusal) {
        exchange.assessment = refusal.assessment();
        exchange.call = refusal.call();
        if (!exchange.responseStarted) {
            handler.refuse(ctx, exchange, refusal.denied());
            return;
        }
        exchange.problem = refusal.denied().problem();
    }

    /** The package ran out while an answer was streamed: it ends in the dialect's own way, and the model stops. */
    void packageEnded(ChannelHandlerContext ctx, Exchange exchange, boolean keepAlive) {
        if (exchange.ended) return;
        exchange.problem = Problem.QUOTA_SPENT;
        exchange.limit = TokenPackage.LIMIT;
        if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        Replies.lastEvent(ctx, exchange, Problem.QUOTA_SPENT.denied("The token package ended with this answer."));
        handler.relayed(ctx, exchange, keepAlive);
    }

    /** The proxy ends before the exchange does. */
    void drained(ChannelHandlerContext ctx, Exchange exchange) {
        if (exchange.ended) return;
        if (exchange.upstreamCall != null) exchange.upstreamCall.abort();
        Denied denied = Problem.DRAINING.denied();
        if (!exchange.responseStarted) {
            handler.refuse(ctx, exchange, denied);
            return;
        }
        exchange.problem = denied.problem();
        if (exchange.lines) {
            Replies.lastEvent(ctx, exchange, denied);
            handler.relayed(ctx, exchange, false);
            return;
        }
        handler.cut(ctx, exchange);
    }

    /** The upstream failed. */
    void upstreamFailed(ChannelHandlerContext ctx, Exchange exchange, Denied denied, Throwable cause) {
        if (exchange.ended) return;
        LOG.warn("Upstream failed, exchange {}: {} ({})", exchange.id, denied.problem(), cause.toString());
        if (!exchange.responseStarted) {
            handler.refuse(ctx, exchange, denied);
            return;
        }
        exchange.problem = denied.problem();
        handler.cut(ctx, exchange);
    }
}
