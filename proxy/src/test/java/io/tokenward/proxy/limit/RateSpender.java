package io.tokenward.proxy.limit;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that asks for so many decisions a second of one key with a daily rate. It prints {@code ready}, begins when it is
 * told a line, and prints {@code granted N refused N failed N} in the end.
 */
final class RateSpender {
    private RateSpender() {}

    static Account account(long perDay) {
        var daily = List.of(new Rate(perDay, Duration.ofDays(1)));
        return Plans.account(new Plan("starter", new Rates(daily, List.of(), List.of(), OptionalInt.empty()),
                Quotas.unlimited(), ZoneOffset.UTC, Map.of(), Optional.empty()));
    }

    /** Arguments: port of Redis, decisions a second, seconds, the rate of a day. */
    public static void main(String[] arguments) throws Exception {
        int perSecond = Integer.parseInt(arguments[1]);
        int offers = perSecond * Integer.parseInt(arguments[2]);
        Account account = account(Long.parseLong(arguments[3]));
        var granted = new AtomicLong();
        var refused = new AtomicLong();
        var failed = new AtomicLong();
        try (RedisLimiter limiter = SharedStore.node(RedisSettings.of("127.0.0.1", Integer.parseInt(arguments[0])))) {
            System.out.println("ready");
            if (System.in.read() < 0) return;
            List<CompletableFuture<?>> asked = new ArrayList<>(offers);
            long start = System.nanoTime();
            for (int i = 0; i < offers; i++) {
                long due = start + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
                while (System.nanoTime() < due)
                    LockSupport.parkNanos(due - System.nanoTime());
                asked.add(limiter.enter(account, "tw_" + arguments[0] + i).handle((permit, failure) -> {
                    AtomicLong counter = failure == null
                            ? granted
                            : Denials.in(failure)
                                    .filter(denied -> denied
                                            .problem() == io.tokenward.proxy.problem.Problem.RATE_LIMITED)
                                    .isPresent() ? refused : failed;
                    return counter.incrementAndGet();
                }).toCompletableFuture());
            }
            CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        }
        System.out.println("granted " + granted + " refused " + refused + " failed " + failed);
    }
}
