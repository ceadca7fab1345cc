package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection with many streams, whose client is cut off for one too many. */
class CutConnectionTest {
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_HEADERS = 4;

    /** Each look at the clock lasts as long as a stretch: one piece at a time. */
    private long now;
    private int ended;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FrameBacklog backlog = new FrameBacklog(channel.eventLoop(), this::tick);
    private final Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
            .initialSettings(Http2Settings.defaultSettings().maxConcurrentStreams(10_000))
            .build();

    private long tick() {
        return now += FrameBacklog.STRETCH_NANOS;
    }

    private final class Stream extends ChannelInboundHandlerAdapter {
        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            ended++;
        }
    }

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
    }

    private void write(int type, int flags, int stream, byte[] payload) {
        channel.writeInbound(Unpooled.buffer()
                .writeMedium(payload.length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(stream)
                .writeBytes(payload));
    }

    private boolean goAway() {
        boolean found = false;
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            found |= out.readableBytes() >= 9 && out.getByte(out.readerIndex() + 3) == GOAWAY;
            out.release();
        }
        return found;
    }

    private void turn() {
        channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    @Test
    void itsStreamsEndAFewAtATimeBeforeItCloses() {
        channel.freezeTime();
        // A clock that stands still for the accounts of the guard: nothing is refilled.
        channel.pipeline()
                .addLast(new Http2FrameGuard(Duration.ofSeconds(10), backlog, () -> 0), codec,
                        new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel stream) {
                                stream.pipeline().addLast(new Stream());
                            }
                        }), new ConnectionEnd());
        channel.writeInbound(Unpooled.copiedBuffer("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", StandardCharsets.US_ASCII));
        write(SETTINGS, 0, 0, new byte[0]);
        // GET, https, / of the static table (RFC 7541, appendix A).
        byte[] head = {(byte) 0x82, (byte) 0x87, (byte) 0x84};
        for (int i = 0; i <= Http2FrameGuard.STREAMS; i++) {
            // The first number is left out: without a server's socket, the codec takes it for an upgrade.
            write(HEADERS, END_HEADERS, 3 + 2 * i, head);
            turn();
        }
        assertThat(goAway()).isFalse();
        assertThat(channel.isOpen()).isTrue();
        int open = codec.connection().numActiveStreams();
        assertThat(open).isGreaterThan(Http2FrameGuard.STREAMS - 3 * CutConnection.STREAMS);

        int turns = 0;
        while (channel.isOpen()) {
            int before = codec.connection().numActiveStreams();
            turn();
            assertThat(before - codec.connection().numActiveStreams()).isLessThanOrEqualTo(CutConnection.STREAMS);
            assertThat(++turns).isLessThan(1000);
        }

        assertThat(goAway()).isTrue();
        assertThat(turns).isGreaterThan(open / CutConnection.STREAMS);
        assertThat(ended).isEqualTo(Http2FrameGuard.STREAMS);
    }
}
