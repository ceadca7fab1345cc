package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Many threads that spend one quota at once, and one that looks whether more is taken than there is. */
final class LimiterLoad {
    private static final int THREADS = 64;

    private final Limiter limiter;
    private final Account account;
    private final Supplier<Balance> balance;
    private final long limit;
    private final boolean overshoots;
    /** Announced before it is charged, so that whoever reads the balance first has never seen less than was charged. */
    private final AtomicLong beyondEstimates = new AtomicLong();
    private final AtomicLong charged = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();

    LimiterLoad(Limiter limiter, Account account, Supplier<Balance> balance, long limit, boolean overshoots) {
        this.limiter = limiter;
        this.account = account;
        this.balance = balance;
        this.limit = limit;
        this.overshoots = overshoots;
    }

    void run(long seed, int exchangesPerThread) throws Exception {
        var spent = new AtomicBoolean();
        try (var threads = Executors.newFixedThreadPool(THREADS + 1)) {
            Future<Long> watcher = threads.submit(() -> watch(spent));
            List<Future<?>> spenders = new ArrayList<>();
            for (int t = 0; t < THREADS; t++) {
                var random = new Random(seed * 1_000 + t);
                String name = "tw_" + seed + "_" + t + "_";
                spenders.add(threads.submit(() -> {
                    for (int i = 0; i < exchangesPerThread; i++)
                        exchange(name + i, random);
                }));
            }
            try {
                for (Future<?> spender : spenders)
                    spender.get();
            } finally {
                spent.set(true);
            }
            assertThat(watcher.get()).as("worst excess, seed %d", seed).isLessThanOrEqualTo(0);
        }
        assertThat(balance.get().reserved()).as("held by nobody, seed %d", seed).isZero();
        assertThat(balance.get().used()).as("charged once each, seed %d", seed).isEqualTo(charged.get());
        assertThat(refusals.get()).as("the quota was really short, seed %d", seed).isPositive();
    }

    private long watch(AtomicBoolean spent) {
        long worst = Long.MIN_VALUE;
        do {
            Balance now = balance.get();
            worst = Math.max(worst, now.used() + now.reserved() - limit - beyondEstimates.get());
            Thread.onSpinWait();
        } while (!spent.get());
        return worst;
    }

    private void exchange(String id, Random random) {
        Permit permit;
        try {
            permit = granted(limiter.enter(account, id));
        } catch (CompletionException refused) {
            expectRefusal(refused);
            return;
        }
        try {
            end(granted(limiter.reserve(permit, "any", random.nextLong(1, 400))), random);
        } catch (CompletionException refused) {
            expectRefusal(refused);
        } finally {
            permit.release();
        }
    }

    private void end(Reservation reservation, Random random) {
        if (random.nextInt(4) == 0) {
            granted(reservation.release());
            return;
        }
        long used = random.nextLong(0, reservation.tokens() + 1);
        if (overshoots && random.nextInt(5) == 0) used = reservation.tokens() + random.nextLong(1, 200);
        beyondEstimates.addAndGet(Math.max(0, used - reservation.tokens()));
        charged.addAndGet(used);
        granted(reservation.settle(used));
        if (random.nextInt(8) == 0) granted(reservation.settle(used));
    }

    private void expectRefusal(CompletionException failure) {
        if (Denials.in(failure).isEmpty()) throw failure;
        refusals.incrementAndGet();
    }
}
