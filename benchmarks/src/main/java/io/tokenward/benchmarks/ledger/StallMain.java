package io.tokenward.benchmarks.ledger;

import io.tokenward.proxy.limit.Durability;
import io.tokenward.proxy.limit.DurableLimiter;
import io.tokenward.proxy.limit.Limiter;
import io.tokenward.proxy.limit.LocalLimiter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How late an event loop comes to what is due, while every exchange it begins reserves and settles: with limits in memory alone,
 * which is the control, in a ledger of either durability, and in a ledger whose disk takes long for each group. Arguments:
 * exchanges a second (5,000), seconds for each line (6), milliseconds of the slow disk (200).
 */
public final class StallMain {
    private static final int ROUNDS = 2;

    /** A line of the table: what is measured, and with what. */
    private record Variant(String name, Opening opening, int diskMillis) {}

    private interface Opening {
        Limiter open(Path file) throws Exception;
    }

    private StallMain() {}

    public static void main(String[] arguments) throws Exception {
        int perSecond = argument(arguments, 0, 5_000);
        int seconds = argument(arguments, 1, 6);
        int slow = argument(arguments, 2, 200);
        List<Variant> variants = List.of(
                new Variant("no ledger", file -> new LocalLimiter(Clock.systemUTC()), 0),
                new Variant("durability process", file -> ledger(file, Durability.PROCESS), 0),
                new Variant("durability power", file -> ledger(file, Durability.POWER), 0),
                new Variant("power, " + slow + " ms a group", file -> ledger(file, Durability.POWER), slow));
        System.out.printf(
                "%,d exchanges/s, 1,000 tenants with a package, %d rounds of %d s for each line; one event loop, looked at"
                        + " every ms%n",
                perSecond, ROUNDS, seconds);
        System.out.println(Seen.HEAD);
        List<List<Seen>> seen = new ArrayList<>();
        // The first round warms up and is not told.
        for (int round = 0; round <= ROUNDS; round++)
            for (int i = 0; i < variants.size(); i++) {
                if (round == 0) seen.add(new ArrayList<>());
                Seen one = measure(variants.get(i), perSecond, seconds);
                if (round > 0) seen.get(i).add(one);
            }
        for (int i = 0; i < variants.size(); i++)
            System.out.println(Seen.line(variants.get(i).name(), seen.get(i)));
        System.exit(0);
    }

    private static Seen measure(Variant variant, int perSecond, int seconds) throws Exception {
        Path work = Files.createTempDirectory("tokenward-stalls-");
        Path file = work.resolve("ledger.db");
        try {
            Limiter limiter = variant.opening().open(file);
            try (var loop = new LoadedLoop(limiter, perSecond)) {
                if (variant.diskMillis() == 0) return loop.run(seconds);
                try (var disk = SlowDisk.of(file, variant.diskMillis())) {
                    return loop.run(seconds);
                }
            } finally {
                if (limiter instanceof AutoCloseable closing) closing.close();
            }
        } finally {
            try (var files = Files.walk(work)) {
                for (Path each : files.sorted(Comparator.reverseOrder()).toList())
                    Files.deleteIfExists(each);
            }
        }
    }

    private static DurableLimiter ledger(Path file, Durability durability) throws Exception {
        return DurableLimiter.open(file, durability, Clock.systemUTC());
    }

    private static int argument(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }
}
