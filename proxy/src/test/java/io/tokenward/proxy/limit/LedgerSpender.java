package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Random;
import java.util.concurrent.CompletionException;

/**
 * A process that spends until it is killed. It prints {@code granted N} before it asks to be charged for N tokens, and
 * {@code settled N} when that was acknowledged; {@code refused} when nothing was left.
 */
final class LedgerSpender {
    private static final int THREADS = 16;
    /** Without a buffer: what was said before a kill must have been heard. */
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
            StandardCharsets.US_ASCII);

    private LedgerSpender() {}

    /** Arguments: ledger, seed, limit of the month. */
    public static void main(String[] arguments) throws Exception {
        // So few charges that balances are written all the time, and a kill finds some written and others not.
        DurableLimiter limiter = DurableLimiter.open(Path.of(arguments[0]), Durability.PROCESS, Clock.systemUTC(),
                LedgerWriter.MOST_WAITING, 50);
        long seed = Long.parseLong(arguments[1]);
        Account account = KilledLedgerIT.account(Long.parseLong(arguments[2]));
        for (int t = 0; t < THREADS; t++) {
            var random = new Random(seed + t);
            String name = "tw_" + seed + "_" + t + "_";
            Thread.ofPlatform().start(() -> {
                for (int i = 0; true; i++)
                    spend(limiter, account, name + i, random);
            });
        }
    }

    private static void spend(Limiter limiter, Account account, String exchange, Random random) {
        try {
            Permit permit = granted(limiter.enter(account, exchange));
            Reservation reservation = granted(limiter.reserve(permit, "any", random.nextInt(1, 100)));
            if (random.nextInt(5) == 0) {
                reservation.release();
                return;
            }
            long used = random.nextLong(1, reservation.tokens() + 1);
            say("granted " + used);
            granted(reservation.settle(used));
            say("settled " + used);
        } catch (CompletionException refused) {
            if (Denials.in(refused).isEmpty()) throw refused;
            say("refused");
        }
    }

    private static void say(String line) {
        OUT.print(line + "\n");
    }
}
