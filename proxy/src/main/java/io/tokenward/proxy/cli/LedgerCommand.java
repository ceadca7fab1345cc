package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.limit.LedgerCheck;
import io.tokenward.proxy.limit.LedgerCopies;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ledger}: the file that quotas are kept in is checked, copied and put back. */
@Command(name = "ledger", mixinStandardHelpOptions = true, description = "Checks, copies and puts back the ledger of quotas.", subcommands = {
        LedgerCommand.Verify.class, LedgerCommand.Backup.class, LedgerCommand.Restore.class}, footer = {"",
                "Example: tokenward ledger verify data/ledger.db"})
final class LedgerCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: verify, backup or restore; --help explains them.");
        return 2;
    }

    private static String summary(LedgerCheck check) {
        return check.reservations() + " reservations, " + check.open() + " of them open, " + check.used()
                + " tokens charged; the last hash is " + check.lastHash();
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
            "Reads a whole ledger: the chain of its history, and every balance against the history it follows from.",
            "A proxy may go on writing it meanwhile. Exit status 1 and a line for each fault if it is unsound."}, footer = {
                    "",
                    "Example: tokenward ledger verify data/ledger.db"})
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "LEDGER", description = "The ledger, or a backup of one.")
        private @Nullable Path ledger;

        @Override
        public Integer call() throws Exception {
            LedgerCheck check = LedgerCheck.of(requireNonNull(ledger));
            for (String fault : check.faults())
                System.out.println(fault);
            if (check.sound()) System.out.println(ledger + ": sound (" + summary(check) + ")");
            return check.sound() ? 0 : 1;
        }
    }

    @Command(name = "backup", mixinStandardHelpOptions = true, description = {
            "Writes a copy of one moment of a ledger and checks it. A proxy may go on writing meanwhile.",
            "Nothing that exists is overwritten."}, footer = {"",
                    "Example: tokenward ledger backup data/ledger.db backups/ledger-monday.db"})
    static final class Backup implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "LEDGER", description = "The ledger.")
        private @Nullable Path ledger;
        @Parameters(index = "1", paramLabel = "TARGET", description = "The copy; must not exist.")
        private @Nullable Path target;

        @Override
        public Integer call() throws Exception {
            LedgerCheck check = LedgerCopies.backup(requireNonNull(ledger), requireNonNull(target));
            System.out.println(target + ": sound (" + summary(check) + ")");
            return 0;
        }
    }

    @Command(name = "restore", mixinStandardHelpOptions = true, description = {
            "Puts a backup in the place of a ledger. The proxy must be stopped; the former ledger is kept beside it.",
            "What was charged after the backup was made is forgotten: callers may use it again."}, footer = {"",
                    "Example: tokenward ledger restore backups/ledger-monday.db data/ledger.db"})
    static final class Restore implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "BACKUP", description = "The backup.")
        private @Nullable Path backup;
        @Parameters(index = "1", paramLabel = "LEDGER", description = "The ledger.")
        private @Nullable Path ledger;

        @Override
        public Integer call() throws Exception {
            Optional<Path> former = LedgerCopies.restore(requireNonNull(backup), requireNonNull(ledger),
                    Clock.systemUTC());
            System.out.println(ledger + ": restored");
            former.ifPresent(kept -> System.err.println("The former ledger is now " + kept));
            return 0;
        }
    }
}
