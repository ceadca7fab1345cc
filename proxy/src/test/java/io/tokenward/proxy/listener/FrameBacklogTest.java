package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** In what order connections go on. */
class FrameBacklogTest {
    private long now;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    /** Each look at the clock lasts as long as a stretch: one piece at a time. */
    private final FrameBacklog backlog = new FrameBacklog(channel.eventLoop(),
            () -> now += FrameBacklog.STRETCH_NANOS);
    private final List<String> gone = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        channel.finishAndReleaseAll();
    }

    private FrameBacklog.Waiting pieces(String name, int count) {
        return new FrameBacklog.Waiting() {
            private int left = count;

            @Override
            public boolean goOn() {
                gone.add(name);
                return --left > 0;
            }
        };
    }

    private void turns(int count) {
        for (int i = 0; i < count; i++) {
            channel.advanceTimeBy(FrameBacklog.STRETCH_NANOS, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
        }
    }

    @Test
    void oneAfterTheOtherGoesOnWithAPiece() {
        channel.freezeTime();
        backlog.join(pieces("a", 3));
        backlog.join(pieces("b", 1));
        backlog.join(pieces("c", 2));
        turns(6);

        assertThat(gone).containsExactly("a", "b", "c", "a", "c", "a");
    }

    @Test
    void whatHundredsOfCutConnectionsLeaveDelaysAFrameByOnePiece() {
        channel.freezeTime();
        for (int i = 0; i < 300; i++)
            backlog.joinEnding(pieces("cut", 75));
        turns(10);
        gone.clear();

        backlog.join(pieces("honest", 2));
        turns(4);
        assertThat(gone).containsExactly("honest", "cut", "honest", "cut");

        gone.clear();
        turns(300 * 75);
        assertThat(gone).hasSize(300 * 75 - 12).containsOnly("cut");
    }
}
