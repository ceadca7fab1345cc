package io.tokenward.benchmarks.capacity;

import com.sun.management.OperatingSystemMXBean;
import io.tokenward.proxy.limit.Account;
import io.tokenward.proxy.limit.Durability;
import io.tokenward.proxy.limit.DurableLimiter;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.limit.LocalLimiter;
import io.tokenward.proxy.limit.Permit;
import io.tokenward.proxy.limit.Plan;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.QuotaPeriod;
import io.tokenward.proxy.limit.Rates;
import io.tokenward.proxy.limit.RedisLimiter;
import io.tokenward.proxy.limit.TokenPackage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What limits cost, in microseconds of processor time for each exchange, all threads of the process together.
 *
 * @param rate a permit taken and given back, in memory: request rate and concurrency
 * @param file permit, reservation and settlement in an SQLite ledger, durability {@code process}, with 128 under way, of 100
 *        tenants with a quota
 * @param fileRate exchanges a second that took
 * @param packs the same of 10,000 tenants with a package each
 * @param client permit, reservation, settlement on a Redis: what the proxy spends
 * @param server the same: what the Redis spends
 * @param redisRate exchanges a second of many tenants, with 128 under way
 * @param hotRate the same of one tenant alone
 */
record UnitCosts(double rate, double file, double fileRate, double packs, double client, double server,
        double redisRate,
        double hotRate) {
    private static final int UNDER_WAY = 128;
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private record Spent(double micros, double perSecond) {}

    static UnitCosts measure(Path work, int exchanges) throws Exception {
        double rate = rates(exchanges * 10);
        Quotas quotas = new Quotas(OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE / 4));
        Spent file = file(work.resolve("quotas.db"), 100, quotas, false, exchanges);
        Spent packs = file(work.resolve("packs.db"), 10_000, Quotas.unlimited(), true, exchanges);
        try (RedisProcess redis = RedisProcess.start(work)) {
            spend(redis, exchanges, 1_000);
            double before = redis.cpuSeconds();
            Spent many = spend(redis, exchanges, 1_000);
            double server = (redis.cpuSeconds() - before) * 1e6 / exchanges;
            Spent hot = spend(redis, exchanges, 1);
            return new UnitCosts(rate, file.micros(), file.perSecond(), packs.micros(), many.micros(), server,
                    many.perSecond(),
                    hot.perSecond());
        }
    }

    private static double rates(int exchanges) {
        var limiter = new LocalLimiter(Clock.systemUTC());
        Account account = account(0, Quotas.unlimited(), false);
        for (int round = 0; round < 2; round++)
            enterAndLeave(limiter, account, exchanges);
        return enterAndLeave(limiter, account, exchanges);
    }

    private static double enterAndLeave(Limiter limiter, Account account, int exchanges) {
        long before = PROCESS.getProcessCpuTime();
        for (int i = 0; i < exchanges; i++)
            limiter.enter(account, "tw_1").toCompletableFuture().join().release();
        return (PROCESS.getProcessCpuTime() - before) / 1e3 / exchanges;
    }

    private static Spent file(Path file, int tenants, Quotas quotas, boolean packages, int exchanges) throws Exception {
        try (DurableLimiter limiter = DurableLimiter.open(file, Durability.PROCESS, Clock.systemUTC())) {
            for (int round = 0; round < 2; round++)
                run(limiter, tenants, quotas, packages, exchanges);
            return run(limiter, tenants, quotas, packages, exchanges);
        }
    }

    private static Spent spend(RedisProcess redis, int exchanges, int tenants) throws Exception {
        try (RedisLimiter limiter = RedisLimiter.open(redis.settings(), Clock.systemUTC())) {
            return run(limiter, tenants, Quotas.unlimited(), true, exchanges);
        }
    }

    private static Spent run(Limiter limiter, int tenants, Quotas quotas, boolean packages, int exchanges)
            throws InterruptedException {
        Account[] accounts = new Account[tenants];
        for (int i = 0; i < tenants; i++)
            accounts[i] = account(i, quotas, packages);
        var underWay = new Semaphore(UNDER_WAY);
        var failed = new AtomicInteger();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        for (int i = 0; i < exchanges; i++) {
            underWay.acquire();
            exchange(limiter, accounts[i % tenants], "tw_" + System.nanoTime()).whenComplete((done, failure) -> {
                if (failure != null) failed.incrementAndGet();
                underWay.release();
            });
        }
        underWay.acquire(UNDER_WAY);
        if (failed.get() > 0)
            throw new IllegalStateException(failed + " of " + exchanges
                    + " exchanges were refused: this machine is too busy to be measured");
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Spent((PROCESS.getProcessCpuTime() - cpu) / 1e3 / exchanges, exchanges / seconds);
    }

    private static CompletionStage<Void> exchange(Limiter limiter, Account account, String id) {
        return limiter.enter(account, id)
                .thenCompose(permit -> spend(limiter, permit).whenComplete((done, failure) -> permit.release()));
    }

    private static CompletionStage<Void> spend(Limiter limiter, Permit permit) {
        return limiter.reserve(permit, "any", 1_500).thenCompose(reservation -> reservation.settle(900));
    }

    private static Account account(int tenant, Quotas quotas, boolean packaged) {
        Rates rates = packaged
                ? Rates.unlimited()
                : new Rates(OptionalLong.of(Rates.MOST), OptionalLong.empty(), OptionalInt.of(100_000));
        Optional<TokenPackage> granted = packaged
                ? Optional.of(new TokenPackage(1_000_000_000_000L, QuotaPeriod.MONTH, 0))
                : Optional.empty();
        return new Account("key-" + tenant, "tenant-" + tenant,
                new Plan("plan", rates, quotas, ZoneOffset.UTC, Map.of(), granted));
    }

    void print() throws IOException {
        System.out.printf("rate decision in memory               %8.2f µs%n", rate);
        System.out.printf("enter, reserve, settle, SQLite        %8.2f µs   %,9.0f exchanges/s%n", file, fileRate);
        System.out.printf("  10,000 tenants, a package each      %8.2f µs%n", packs);
        System.out.printf("enter, reserve, settle on Redis       %8.2f µs in the proxy, %.2f µs in Redis%n", client,
                server);
        System.out.printf("  many tenants                        %,9.0f exchanges/s%n", redisRate);
        System.out.printf("  one tenant                          %,9.0f exchanges/s%n", hotRate);
    }
}
