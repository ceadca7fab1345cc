package io.tokenward.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyCollectorTest {
    private static final int LARGE = 1 << 20;
    private final BodyBudget budget = new BodyBudget(LARGE);
    private final List<ByteBuf> chunks = new ArrayList<>();

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private BodyCollector collect(byte[] body, int chunk, long announced) throws Denied {
        var collector = new BodyCollector(budget, LARGE, announced);
        for (int at = 0; at < body.length; at += chunk) {
            ByteBuf piece = Unpooled.directBuffer().writeBytes(body, at, Math.min(chunk, body.length - at));
            chunks.add(piece);
            collector.add(piece);
            piece.release();
        }
        return collector;
    }

    private void assertNothingHeld() {
        assertThat(budget.held()).isZero();
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.refCnt()).isZero());
    }

    @Test
    void aLongBodyIsThereAsAnArrayAndAsItCame() throws Denied {
        byte[] body = bytes(100_000);
        BodyCollector collector = collect(body, 16 << 10, body.length);

        assertThat(collector.body()).isEqualTo(body);
        ByteBuf received = collector.received(collector.body()).orElseThrow();

        assertThat(received.isDirect()).isTrue();
        assertThat(ByteBufUtil.getBytes(received)).isEqualTo(body);
        assertThat(collector.received(collector.body())).as("given away once").isEmpty();
        collector.release();
        assertThat(received.refCnt()).as("belongs to who asked").isOne();
        received.release();
        assertNothingHeld();
    }

    @Test
    void whatWasChangedIsNotWhatCame() throws Denied {
        byte[] body = bytes(100_000);
        BodyCollector collector = collect(body, 16 << 10, body.length);

        assertThat(collector.received(body.clone())).isEmpty();

        collector.release();
        assertNothingHeld();
    }

    @Test
    void manySmallPiecesAreNotKept() throws Denied {
        byte[] body = bytes(100_000);
        BodyCollector collector = collect(body, 1000, body.length);

        assertThat(collector.received(collector.body())).isEmpty();
        assertThat(budget.held()).isEqualTo(body.length);
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk.refCnt()).isZero());
        assertThat(collector.body()).isEqualTo(body);
        collector.release();
        assertNothingHeld();
    }

    @Test
    void aShortBodyAndOneOfUnknownLengthAreOnlyCopied() throws Denied {
        for (long announced : List.of(10_000L, -1L)) {
            byte[] body = bytes(10_000);
            BodyCollector collector = collect(body, 10_000, announced);

            assertThat(collector.body()).isEqualTo(body);
            assertThat(collector.received(collector.body())).isEmpty();
            collector.release();
            assertNothingHeld();
        }
    }

    @Test
    void piecesAreForgottenBeforeABodyIsRefusedForWantOfMemory() throws Denied {
        var other = new BodyCollector(budget, LARGE, LARGE - 150_000);
        byte[] body = bytes(100_000);
        BodyCollector collector = collect(body, 16 << 10, body.length);

        assertThat(collector.body()).isEqualTo(body);
        assertThat(collector.received(collector.body())).isEmpty();
        assertThat(catchThrowableOfType(Denied.class, () -> new BodyCollector(budget, LARGE, body.length)).problem())
                .isEqualTo(Problem.OVERLOADED);
        other.release();
        collector.release();
        assertNothingHeld();
    }

    @Test
    void moreThanWasAllowedIsRefused() {
        assertThat(catchThrowableOfType(Denied.class, () -> new BodyCollector(budget, 100, 101)).problem())
                .isEqualTo(Problem.BODY_TOO_LARGE);
    }
}
