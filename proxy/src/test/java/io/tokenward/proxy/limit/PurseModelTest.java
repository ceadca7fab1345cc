package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Purchases, requests, expiries and clock steps at random, against a model that is a list and a few loops. Estimates are upper
 * bounds here, so no pack may ever be drawn below nothing.
 */
class PurseModelTest {
    private static final int STEPS = 2_000;
    private static final TokenPackage DAILY = new TokenPackage(500, QuotaPeriod.DAY, 0);

    /** One pack of the model: what is left of it counts, nothing else. */
    private static final class Jar {
        private final Pack pack;
        private long left;
        private long used;

        Jar(Pack pack) {
            this.pack = pack;
            left = pack.tokens();
        }
    }

    private record Running(PurseHold hold, long tokens, Map<Jar, Long> taken) {}

    private final Map<String, Jar> jars = new HashMap<>();
    private final List<Running> running = new ArrayList<>();
    private Purse purse = new Purse(pack -> {});
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    static long[] seeds() {
        long seed = System.nanoTime();
        System.out.println("PurseModelTest seed " + seed);
        return new Random(seed).longs(20).toArray();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void thePurseDoesWhatTheModelDoes(long seed) {
        var random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            String when = "seed " + seed + ", step " + step;
            switch (random.nextInt(12)) {
                case 0 -> buy(random, step);
                case 1 -> now = now.plus(Duration.ofMinutes(random.nextInt(60 * 30)));
                case 2 -> now = now.minus(Duration.ofMinutes(random.nextInt(60 * 6)));
                case 3, 4, 5, 6 -> begin(random, when);
                case 7, 8, 9 -> end(random, when);
                case 10 -> now = now.plusSeconds(random.nextInt(60));
                default -> restart(random);
            }
            if (step % 50 == 0) compare(when);
        }
        compare("seed " + seed);
    }

    private static Account account(int key) {
        return new Account("key-" + key, "acme", new Plan("developer", Rates.unlimited(), Quotas.unlimited(),
                ZoneOffset.UTC, Map.of(), Optional.of(DAILY)));
    }

    private void buy(Random random, int step) {
        Instant starts = now.plus(Duration.ofMinutes(random.nextInt(-60, 120)));
        var pack = new Pack("pack-" + step, "acme", random.nextInt(3) == 0 ? "key-" + random.nextInt(2) : "", "",
                random.nextInt(400), starts, starts.plus(Duration.ofMinutes(random.nextInt(1, 4_000))),
                random.nextInt(98, 103), "purchase", "");
        assertThat(purse.add(pack, 0)).isTrue();
        assertThat(purse.add(pack, 0)).as("granted twice").isFalse();
        jars.put(pack.id(), new Jar(pack));
    }

    private void begin(Random random, String when) {
        Account account = account(random.nextInt(2));
        long tokens = random.nextInt(300);
        grantOfTheDay();
        List<Jar> usable = jars.values()
                .stream()
                .filter(jar -> !jar.pack.starts().isAfter(now) && jar.pack.expires().isAfter(now))
                .filter(jar -> jar.pack.key().isEmpty() || jar.pack.key().equals(account.keyId()))
                .sorted(Comparator.<Jar>comparingInt(jar -> jar.pack.priority())
                        .thenComparing(jar -> jar.pack.expires())
                        .thenComparing(jar -> jar.pack.id()))
                .toList();
        boolean fits = usable.stream().mapToLong(jar -> jar.left).sum() >= tokens;
        PurseHold hold;
        try {
            hold = purse.hold(account, DAILY, tokens, now);
        } catch (Denied denied) {
            assertThat(fits).as(when).isFalse();
            return;
        }
        assertThat(fits).as(when).isTrue();
        Map<Jar, Long> taken = new HashMap<>();
        long wanted = tokens;
        for (Jar jar : usable) {
            long part = Math.min(jar.left, wanted);
            jar.left -= part;
            wanted -= part;
            if (part > 0) taken.put(jar, part);
        }
        Map<Jar, Long> held = new HashMap<>();
        hold.portions().forEach(portion -> held.put(jars.get(portion.pack().pack().id()), portion.tokens()));
        assertThat(held).as(when).isEqualTo(taken);
        running.add(new Running(hold, tokens, taken));
    }

    private void end(Random random, String when) {
        if (running.isEmpty()) return;
        Running request = running.remove(random.nextInt(running.size()));
        long used = random.nextInt(4) == 0 ? 0 : random.nextLong(request.tokens() + 1);
        List<Draw> draws = request.hold().settle(used);
        assertThat(draws.stream().mapToLong(Draw::tokens).sum()).as(when).isEqualTo(used);
        for (Draw draw : draws) {
            Jar jar = requireNonNull(jars.get(draw.pack()));
            assertThat(draw.tokens()).as(when).isBetween(1L, request.taken().getOrDefault(jar, 0L));
            jar.used += draw.tokens();
            jar.left -= draw.tokens();
        }
        request.taken().forEach((jar, tokens) -> jar.left += tokens);
    }

    /** What the file remembers is enough to go on; requests that ran are free. */
    private void restart(Random random) {
        if (random.nextInt(5) != 0) return;
        running.forEach(request -> request.taken().forEach((jar, tokens) -> jar.left += tokens));
        running.clear();
        purse = new Purse(pack -> {});
        jars.values().forEach(jar -> purse.add(jar.pack, jar.used));
    }

    private void grantOfTheDay() {
        LocalDate day = now.atZone(ZoneOffset.UTC).toLocalDate();
        String id = "plan:developer:tenant:acme:" + day;
        Instant start = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        jars.computeIfAbsent(id, i -> new Jar(new Pack(i, "acme", "", "developer", 500, start,
                start.plus(Duration.ofDays(1)), 100, "plan", "")));
    }

    private void compare(String when) {
        for (PackBalance balance : purse.balances()) {
            Jar jar = requireNonNull(jars.get(balance.pack().id()));
            assertThat(balance.left()).as("%s, %s", when, balance).isEqualTo(jar.left).isNotNegative();
            assertThat(balance.used()).as("%s, %s", when, balance).isEqualTo(jar.used);
            assertThat(balance.used() + balance.held() + balance.left()).as("%s, %s", when, balance)
                    .isEqualTo(balance.pack().tokens());
        }
    }
}
