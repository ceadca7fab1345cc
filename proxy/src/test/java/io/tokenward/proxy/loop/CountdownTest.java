package io.tokenward.proxy.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On an event loop whose time stands still unless the test moves it. */
class CountdownTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final AtomicInteger expired = new AtomicInteger();
    private final Countdown countdown = new Countdown(expired::incrementAndGet);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void expiresOnceWhenTheTimeIsUp() {
        start(10);

        pass(9);
        assertThat(expired).hasValue(0);
        pass(1);
        assertThat(expired).hasValue(1);
        pass(100);
        assertThat(expired).hasValue(1);
    }

    @Test
    void startingAnewMovesTheEnd() {
        start(10);
        pass(9);
        start(10);

        pass(9);
        assertThat(expired).hasValue(0);
        pass(1);
        assertThat(expired).hasValue(1);
    }

    @Test
    void aShorterLimitIsNotKeptWaitingByALongerOne() {
        start(600);
        start(10);

        pass(10);
        assertThat(expired).hasValue(1);
        pass(1000);
        assertThat(expired).hasValue(1);
    }

    @Test
    void whatWasStoppedNeverExpires() {
        start(10);
        pass(5);
        countdown.stop();

        pass(100);

        assertThat(expired).hasValue(0);
    }

    @Test
    void canBeStartedAfterStoppingAndAfterItsTaskHasRun() {
        start(10);
        countdown.stop();
        pass(100);
        start(10);

        pass(10);

        assertThat(expired).hasValue(1);
    }

    @Test
    void closingLeavesNothingOnTheLoop() {
        start(10);

        countdown.close();

        // The loop has no task that could come due.
        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
        pass(100);
        assertThat(expired).hasValue(0);
    }

    @Test
    void closingLeavesNothingOfALongerLimitEither() {
        start(600);
        start(10);

        countdown.close();

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private void start(int seconds) {
        countdown.start(channel.eventLoop(), Duration.ofSeconds(seconds));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
