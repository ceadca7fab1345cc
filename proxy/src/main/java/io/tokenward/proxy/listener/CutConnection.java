package io.tokenward.proxy.listener;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP/2 connection whose client is cut off. When it closes, all of its streams end at once, and each end is work: so a few
 * are ended at a time before, and then it is said why, and closed. Belongs to the loop of the connection.
 */
final class CutConnection implements FrameBacklog.Waiting {
    /** Ended at a time. */
    static final int STREAMS = 4;

    private final ChannelPipeline pipeline;
    private final Http2Error why;

    CutConnection(ChannelPipeline pipeline, Http2Error why) {
        this.pipeline = pipeline;
        this.why = why;
    }

    @Override
    public boolean goOn() {
        Http2FrameCodec codec = pipeline.get(Http2FrameCodec.class);
        ChannelHandlerContext its = codec == null ? null : pipeline.context(codec);
        // It may have closed by itself.
        if (codec == null || its == null || !pipeline.channel().isActive()) return false;
        List<Http2Stream> some = some(codec.connection());
        some.forEach(Http2Stream::close);
        if (!some.isEmpty()) return true;
        codec.onError(its, false, Http2Exception.connectionError(why,
                why == Http2Error.ENHANCE_YOUR_CALM ? "too many frames" : "a frame on a stream that is over"));
        return false;
    }

    private static List<Http2Stream> some(Http2Connection connection) {
        List<Http2Stream> some = new ArrayList<>();
        try {
            connection.forEachActiveStream(stream -> {
                some.add(stream);
                return some.size() < STREAMS;
            });
        } catch (Http2Exception impossible) {
            throw new IllegalStateException("a list of streams cannot be read", impossible);
        }
        return some;
    }
}
