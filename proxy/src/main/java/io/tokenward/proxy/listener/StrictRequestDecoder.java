package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * The decoder of requests, with two lenient readings of RFC 9112 taken away that it cannot be told to refuse: request lines
 * whose parts are not separated by one blank each (§3), and folded fields (§5.2). A head with either comes as one that
 * failed to decode. One instance per connection; event loop only.
 */
final class StrictRequestDecoder extends HttpRequestDecoder {
    private static final DecoderResult DOUBTFUL = DecoderResult
            .failure(new IllegalArgumentException("blanks in the request line, or a folded field"));

    private boolean inHead = true;
    private boolean firstLine = true;
    private boolean lineEmpty = true;
    private boolean afterLineFeed;
    private boolean afterBlank;
    private int blanks;
    private boolean doubtful;

    StrictRequestDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        int from = in.readerIndex();
        int made = out.size();
        super.decode(ctx, in, out);
        // The decoder returns after a head, so what it has consumed by then are bytes of this head only.
        if (inHead) look(in, from, in.readerIndex());
        for (Object message : out.subList(made, out.size()))
            seen(message);
    }

    private void seen(Object message) {
        if (message instanceof HttpRequest request) {
            inHead = false;
            if (doubtful && request.decoderResult().isSuccess()) request.setDecoderResult(DOUBTFUL);
        }
        if (message instanceof LastHttpContent) nextHead();
    }

    private void look(ByteBuf in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!firstLine && !afterLineFeed) {
                // Of the fields only what begins their lines matters.
                i = in.indexOf(i, to, (byte) '\n');
                if (i < 0) return;
            }
            look(in.getByte(i));
        }
    }

    private void look(byte b) {
        boolean blank = b == ' ' || b == '\t';
        if (firstLine && !lineEmpty && blank) {
            blanks++;
            if (b == '\t' || afterBlank) doubtful = true;
        }
        if (!firstLine && afterLineFeed && blank) doubtful = true;
        afterLineFeed = b == '\n';
        afterBlank = blank;
        if (b == '\n') {
            // Empty lines before the request line are allowed (RFC 9112 §2.2).
            if (firstLine && !lineEmpty) endOfRequestLine();
        } else if (b != '\r') {
            lineEmpty = false;
        }
    }

    private void endOfRequestLine() {
        if (blanks != 2) doubtful = true;
        firstLine = false;
    }

    private void nextHead() {
        inHead = true;
        firstLine = true;
        lineEmpty = true;
        afterLineFeed = false;
        afterBlank = false;
        blanks = 0;
        doubtful = false;
    }
}
