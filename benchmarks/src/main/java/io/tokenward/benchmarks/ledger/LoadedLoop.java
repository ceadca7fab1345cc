package io.tokenward.benchmarks.ledger;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.tokenward.proxy.limit.Account;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.QuotaPeriod;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.TokenPackage;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * An event loop that begins so many exchanges a second, goes on with each where the ledger has answered, as the proxy does, and
 * notes how late it comes to a look that is due every millisecond.
 */
final class LoadedLoop implements AutoCloseable {
    private static final int TENANTS = 1_000;
    /** Beyond it, as a proxy with so many clients would, it begins no more until some have ended. */
    private static final int MOST_UNDER_WAY = 8_000;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Limiter limiter;
    private final int perSecond;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final Account[] accounts = new Account[TENANTS];
    private final Lateness looks = new Lateness();
    private final List<CollectorPauses.Span> stalls = new ArrayList<>();
    private final Lateness answers = new Lateness();
    // All below belong to the loop.
    private long begun;
    private long ended;
    private long refused;
    private long start;
    private long due;
    private boolean closing;

    LoadedLoop(Limiter limiter, int perSecond) {
        this.limiter = limiter;
        this.perSecond = perSecond;
        for (int i = 0; i < TENANTS; i++)
            accounts[i] = new Account("key-" + i, "tenant-" + i, new Plan("plan", Rates.unlimited(), Quotas.unlimited(),
                    ZoneOffset.UTC, Map.of(), Optional.of(new TokenPackage(1_000_000_000_000L, QuotaPeriod.MONTH, 0))));
    }

    Seen run(int seconds) throws Exception {
        long from = CollectorPauses.now();
        loop.submit(() -> {
            start = System.nanoTime();
            due = start + LOOK_NANOS;
            loop.schedule(this::look, LOOK_NANOS, TimeUnit.NANOSECONDS);
        }).get();
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(seconds));
        return loop.submit(() -> {
            closing = true;
            return new Seen(ended, refused, looks, stalls, answers,
                    new CollectorPauses.Span(from, CollectorPauses.now()));
        }).get();
    }

    private void look() {
        long now = System.nanoTime();
        looks.note(now - due);
        long late = TimeUnit.NANOSECONDS.toMillis(now - due);
        if (late >= Seen.BAR_MILLIS)
            stalls.add(new CollectorPauses.Span(CollectorPauses.now() - late, CollectorPauses.now()));
        if (closing) return;
        long wanted = (now - start) * perSecond / TimeUnit.SECONDS.toNanos(1);
        // What a stall kept from beginning is not made up for all at once.
        for (int burst = 0; begun < wanted && burst < perSecond / 250
                && begun - ended - refused < MOST_UNDER_WAY; burst++)
            begin();
        due = System.nanoTime() + LOOK_NANOS;
        loop.schedule(this::look, LOOK_NANOS, TimeUnit.NANOSECONDS);
    }

    private void begin() {
        Account account = accounts[(int) (begun % TENANTS)];
        long from = System.nanoTime();
        limiter.enter(account, "tw_" + begun++)
                .thenCompose(permit -> limiter.reserve(permit, "any", 1_500))
                .whenComplete((reservation, failure) -> onLoop(() -> {
                    if (failure != null) {
                        refused++;
                        return;
                    }
                    answers.note(System.nanoTime() - from);
                    reservation.settle(900).whenComplete((done, lost) -> onLoop(() -> ended++));
                }));
    }

    private void onLoop(Runnable next) {
        if (loop.inEventLoop()) {
            next.run();
        } else {
            loop.execute(next);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 100, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }
}
