package io.tokenward.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.dialect.ServerEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.junit.jupiter.api.Test;

/** An event of an endpoint, however long, takes no more of one turn of the event loop than a slice. */
class ServerMessagesTest {
    private static final int LONG = 1 << 20;

    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final List<ServerEvent> seen = new ArrayList<>();
    private int caughtUp;
    private final ServerMessages messages = new ServerMessages(loop::add,
            Dialects.named("openai").orElseThrow().sessions(), seen::add, () -> caughtUp++);

    private static ByteBuf frame(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    /** An answer of so many bytes, whose type and usage stand behind all that it says. */
    private static String done(int length) {
        String head = "{\"response\":{\"id\":\"resp_1\",\"output\":[\"";
        String tail = "\"],\"usage\":{\"input_tokens\":7}},\"type\":\"response.done\"}";
        return head + "x".repeat(length - head.length() - tail.length()) + tail;
    }

    private int turns() {
        int turns = 0;
        for (Runnable next = loop.poll(); next != null; next = loop.poll()) {
            assertThat(loop).as("one task at a time").isEmpty();
            assertThat(seen).as("before its end").isEmpty();
            next.run();
            turns++;
        }
        return turns;
    }

    @Test
    void aShortEventIsSeenAtOnce() {
        messages.look(frame("{\"type\":\"response.created\",\"response\":{\"id\":\"resp_1\"}}"), true);

        assertThat(seen).singleElement().extracting(ServerEvent::responseId).isEqualTo("resp_1");
        assertThat(loop).isEmpty();
        assertThat(messages.behind()).isFalse();
    }

    @Test
    void aLongEventTakesATurnOfTheLoopForEachSlice() {
        ByteBuf frame = frame(done(LONG));

        messages.look(frame, true);

        assertThat(seen).as("within the read that brought it").isEmpty();
        assertThat(messages.behind()).isTrue();
        assertThat(turns()).isEqualTo(LONG / ServerMessages.SLICE);
        assertThat(seen).singleElement().extracting(ServerEvent::kind).isEqualTo(ServerEvent.Kind.ENDS);
        assertThat(caughtUp).isEqualTo(1);
        assertThat(messages.behind()).isFalse();
        assertThat(frame.refCnt()).as("kept by nobody but its owner").isEqualTo(1);
        assertThat(frame.readerIndex()).as("passes on as it came").isZero();
    }

    @Test
    void whatComesBehindALongEventIsSeenAfterIt() {
        messages.look(frame(done(2 * ServerMessages.SLICE)), true);
        messages.look(frame("{\"type\":\"error\"}"), true);
        messages.look(frame("{\"ty"), false);
        messages.look(frame("pe\":\"response.created\"}"), true);
        boolean[] ended = new boolean[1];
        messages.afterwards(() -> ended[0] = true);
        assertThat(seen).isEmpty();

        while (!loop.isEmpty())
            loop.remove().run();

        assertThat(seen).extracting(ServerEvent::kind)
                .containsExactly(ServerEvent.Kind.ENDS, ServerEvent.Kind.FAILS, ServerEvent.Kind.BEGINS);
        assertThat(ended[0]).isTrue();
    }

    @Test
    void whatASessionLeavesBehindIsReleased() {
        ByteBuf frame = frame(done(LONG));
        messages.look(frame, true);
        loop.remove().run();

        messages.close();

        assertThat(frame.refCnt()).isEqualTo(1);
        assertThat(turns()).isEqualTo(1);
        assertThat(seen).isEmpty();
    }
}
