package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Without a codec behind it: what would end with GOAWAY closes at once. */
class Http2FrameGuardTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PING = 6;
    private static final int END = 5;
    private static final int MOST_IN_A_PIECE = 64;

    /** Each look at the clock lasts this long, as if every piece were work. */
    private long step;
    private long now;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final FrameBacklog backlog = new FrameBacklog(channel.eventLoop(), this::tick);
    private final Http2FrameGuard guard = new Http2FrameGuard(Duration.ofSeconds(10), backlog, this::tick);

    private void start(long step) {
        this.step = step;
        channel.freezeTime();
        channel.pipeline().addLast(guard);
        channel.writeInbound(Unpooled.wrappedBuffer(PREFACE));
        taken();
    }

    private long tick() {
        return now += step;
    }

    private void waitSeconds(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
    }

    private byte[] taken() {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf bytes = channel.readInbound(); bytes != null; bytes = channel.readInbound()) {
            all.writeBytes(bytes);
            bytes.release();
        }
        byte[] taken = new byte[all.readableBytes()];
        all.readBytes(taken);
        return taken;
    }

    private static ByteBuf frames(int number, int type, int flags, int length, boolean streams) {
        ByteBuf frames = Unpooled.buffer();
        for (int i = 0; i < number; i++)
            frames.writeMedium(length)
                    .writeByte(type)
                    .writeByte(flags)
                    .writeInt(streams ? 1 + 2 * i : 0)
                    .writeZero(length);
        return frames;
    }

    @Test
    void whatIsQuicklyDoneGoesOnInOnePiece() {
        start(0);

        channel.writeInbound(frames(1000, PING, 0, 8, false));

        assertThat(taken()).hasSize(17_000);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whatKeepsTheLoopBusyGoesOnPieceByPieceAndNothingIsReadMeanwhile() {
        start(FrameBacklog.STRETCH_NANOS);
        ByteBuf sent = frames(500, PING, 0, 8, false);
        int bytes = sent.readableBytes();

        channel.writeInbound(sent);
        channel.writeInbound(frames(1, PING, 0, 8, false));
        int first = taken().length;
        assertThat(first).isBetween(1, MOST_IN_A_PIECE * 17);
        assertThat(channel.config().isAutoRead()).isFalse();

        int pieces = 0;
        int all = first;
        while (all < bytes + 17) {
            channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
            int more = taken().length;
            assertThat(more).isBetween(1, MOST_IN_A_PIECE * 17);
            all += more;
            pieces++;
        }
        assertThat(all).isEqualTo(bytes + 17);
        assertThat(pieces).isGreaterThan(5);
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    /** As TLS hands on what one read of the socket has brought, record by record. */
    @Test
    void manySmallRecordsAreHeldLikeALargeOne() {
        start(FrameBacklog.STRETCH_NANOS);

        for (int i = 0; i < 100; i++)
            channel.pipeline().fireChannelRead(opening(i));
        assertThat(taken().length).isBetween(1, 19 * (MOST_IN_A_PIECE / 16 + 1));
        assertThat(channel.config().isAutoRead()).isFalse();
        channel.flushInbound();

        for (int i = 0; i < 100; i++) {
            channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    /** In one turn of the loop, with a connection that has used up the time of it. */
    @Test
    void connectionsShareTheTimeOfATurn() {
        start(0);
        assertThat(backlog.turnIsOver()).isFalse();
        backlog.did(FrameBacklog.PIECE);
        now += FrameBacklog.STRETCH_NANOS + 1;

        channel.writeOneInbound(opening(0));
        assertThat(taken()).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        channel.flushInbound();
        channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
        channel.runScheduledPendingTasks();
        assertThat(taken()).hasSize(19);
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeInbound(opening(1));
        assertThat(taken()).as("in the next turn").hasSize(19);
    }

    @Test
    void bodiesComeAsFastAsTheyCan() {
        start(FrameBacklog.STRETCH_NANOS);

        for (int i = 0; i < MOST_IN_A_PIECE; i++)
            channel.pipeline().fireChannelRead(frames(1, DATA, 0, 16 << 10, true));

        assertThat(taken()).hasSize(MOST_IN_A_PIECE * ((16 << 10) + 9));
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void whoOpensStreamsAndWaitsForNoAnswerIsCutOff() {
        start(0);

        channel.writeInbound(frames(Http2FrameGuard.STREAMS, HEADERS, END, 10, true));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(opening(Http2FrameGuard.STREAMS));

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whoWaitsForAnswersMayOpenStreamsForEver() {
        start(0);

        for (int i = 0; i < 20 * Http2FrameGuard.STREAMS; i++) {
            channel.writeInbound(opening(i));
            guard.answered();
            taken();
            if (i % 100 == 0) waitSeconds(1);
        }

        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whoCancelsAHundredStreamsASecondMayGoOn() {
        start(0);

        for (int i = 0; i < 10_000; i++) {
            channel.writeInbound(opening(i));
            taken();
            if (i % 100 == 99) waitSeconds(1);
        }

        assertThat(channel.isOpen()).isTrue();
    }

    private static ByteBuf opening(int number) {
        return Unpooled.buffer()
                .writeMedium(10)
                .writeByte(HEADERS)
                .writeByte(END)
                .writeInt(1 + 2 * number)
                .writeZero(10);
    }

    @Test
    void aConnectionThatClosesWhileItWaitsLeavesNothing() {
        start(FrameBacklog.STRETCH_NANOS);
        ByteBuf sent = frames(500, PING, 0, 8, false);

        channel.writeInbound(sent);
        channel.close();
        channel.runPendingTasks();
        taken();

        assertThat(sent.refCnt()).isZero();
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        assertThat(taken()).isEmpty();
    }

    /** However the bytes are cut and whenever it goes on, they come out as they went in. */
    @Test
    void piecesAddUpToWhatWasSent() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        start(FrameBacklog.STRETCH_NANOS / 2);
        ByteBuf sent = Unpooled.buffer();
        for (int i = 0; i < 150; i++)
            sent.writeMedium(i * 7).writeByte(HEADERS).writeByte(END).writeInt(1 + 2 * i).writeZero(i * 7);
        byte[] expected = new byte[sent.readableBytes()];
        sent.getBytes(0, expected);
        List<byte[]> pieces = new ArrayList<>();

        while (sent.isReadable()) {
            channel.writeInbound(sent.readBytes(Math.min(sent.readableBytes(), 1 + random.nextInt(3000))));
            if (random.nextInt(3) == 0) channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
            pieces.add(taken());
        }
        for (int i = 0; i < 1000; i++) {
            channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
            pieces.add(taken());
        }

        ByteBuf got = Unpooled.buffer();
        pieces.forEach(got::writeBytes);
        assertThat(io.netty.buffer.ByteBufUtil.getBytes(got)).as("seed " + seed).isEqualTo(expected);
        sent.release();
    }
}
