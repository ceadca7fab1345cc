package io.tokenward.proxy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class ScreeningPoolTest {
    private final ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    private final CountDownLatch go = new CountDownLatch(1);

    /** Occupies the only thread until {@link #go}. */
    private void hold(ScreeningPool pool) throws InterruptedException {
        var holding = new CountDownLatch(1);
        assertThat(pool.submit("holder", () -> {
            holding.countDown();
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        })).isTrue();
        assertThat(holding.await(20, TimeUnit.SECONDS)).isTrue();
    }

    private List<String> ran(int number) {
        go.countDown();
        org.awaitility.Awaitility.await().until(() -> ran.size() == number);
        return List.copyOf(ran);
    }

    @Test
    void whoSentOnePromptDoesNotWaitForWhoSentMany() throws Exception {
        try (var pool = new ScreeningPool(1, 100)) {
            hold(pool);
            for (int i = 0; i < 40; i++)
                assertThat(pool.submit("busy", () -> ran.add("busy"))).isTrue();
            for (String tenant : List.of("a", "b", "a"))
                assertThat(pool.submit(tenant, () -> ran.add(tenant))).isTrue();

            assertThat(ran(43).subList(0, 5)).containsExactly("busy", "a", "b", "busy", "a");
        }
    }

    @Test
    void oneTenantFillsHalfOfTheQueueAndTheOthersTheRest() throws Exception {
        try (var pool = new ScreeningPool(1, 9)) {
            hold(pool);
            int taken = 0;
            while (pool.submit("busy", () -> ran.add("busy")))
                taken++;
            int others = 0;
            while (pool.submit("other " + others, () -> ran.add("other")))
                others++;

            assertThat(taken).isEqualTo(5);
            assertThat(taken + others).isEqualTo(9);
            assertThat(pool.queued()).isEqualTo(9);
            assertThat(ran(9)).hasSize(9);
        }
    }

    /** Everything that is taken runs once, whatever is refused in between. */
    @Test
    void nothingIsLostBetweenManyThreads() throws Exception {
        long seed = 42;
        try (var pool = new ScreeningPool(2, 8)) {
            hold(pool);
            hold(pool);
            int taken = submitted(pool, seed);
            assertThat(taken).as("while both threads are held, seed " + seed).isEqualTo(8);
            go.countDown();

            int all = taken + submitted(pool, seed);

            org.awaitility.Awaitility.await().until(() -> ran.size() == all);
        }
    }

    /** How many of 20,000 prompts from four threads were taken. */
    private int submitted(ScreeningPool pool, long seed) throws InterruptedException {
        var taken = new AtomicInteger();
        var threads = IntStream.range(0, 4).mapToObj(n -> Thread.ofVirtual().start(() -> {
            var random = new Random(seed + n);
            for (int i = 0; i < 5_000; i++)
                if (pool.submit("t" + random.nextInt(6), () -> ran.add("x"))) taken.incrementAndGet();
        })).toList();
        for (Thread thread : threads)
            thread.join();
        return taken.get();
    }
}
