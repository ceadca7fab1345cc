package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.audit.AuditCheck;
import io.tokenward.proxy.audit.AuditSearch;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code audit}: the record of exchanges is checked and searched. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Checks and searches the record of exchanges.", subcommands = {
        AuditCommand.Verify.class, AuditCommand.Search.class}, footer = {"",
                "Example: tokenward audit verify data/audit"})
final class AuditCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println("Name a command: verify or search; --help explains them.");
        return 2;
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = {
            "Reads a whole audit log: whether any line was changed, moved or taken out.",
            "A proxy may go on writing it meanwhile. Exit status 1 and a line for each fault if so."}, footer = {"",
                    "Example: tokenward audit verify data/audit"})
    static final class Verify implements Callable<Integer> {
        @Parameters(paramLabel = "DIRECTORY", description = "The directory of the log.")
        private @Nullable Path directory;

        @Override
        public Integer call() throws Exception {
            AuditCheck check = AuditCheck.of(requireNonNull(directory));
            for (String fault : check.faults())
                System.out.println(fault);
            if (check.sound()) {
                System.out.printf("%s: sound, lines %d to %d; the last hash is %s%n", directory, check.first(),
                        check.last(),
                        check.hash());
            }
            return check.sound() ? 0 : 1;
        }
    }

    @Command(name = "search", mixinStandardHelpOptions = true, description = "Prints the lines that fit all that is asked for.", footer = {
            "", "Example: tokenward audit search data/audit --exchange tw_01JD4S7Z",
            "Example: tokenward audit search data/audit --decision block --rule injection-110"})
    static final class Search implements Callable<Integer> {
        @Parameters(paramLabel = "DIRECTORY", description = "The directory of the log.")
        private @Nullable Path directory;
        @Option(names = "--exchange", paramLabel = "ID", description = "The reference that a caller was told, or how it begins.")
        private String exchange = "";
        @Option(names = "--key", paramLabel = "ID", description = "Id of the API key.")
        private String key = "";
        @Option(names = "--tenant", paramLabel = "NAME", description = "The tenant.")
        private String tenant = "";
        @Option(names = "--decision", paramLabel = "WORD", description = "allow, flag, redact or block.")
        private String decision = "";
        @Option(names = "--problem", paramLabel = "CODE", description = "Such as PROMPT_BLOCKED.")
        private String problem = "";
        @Option(names = "--rule", paramLabel = "ID", description = "A rule that matched.")
        private String rule = "";
        @Option(names = "--since", paramLabel = "TIME", converter = Time.class, description = "Such as 2026-11-22T09:00:00Z.")
        private @Nullable Instant since;
        @Option(names = "--until", paramLabel = "TIME", converter = Time.class, description = "Such as 2026-11-22T10:00:00Z.")
        private @Nullable Instant until;

        @Override
        public Integer call() throws Exception {
            var wanted = new AuditSearch(exchange, key, tenant, decision, problem, rule,
                    since == null ? Instant.MIN : since,
                    until == null ? Instant.MAX : until);
            long found = wanted.in(requireNonNull(directory), System.out::println);
            return found > 0 ? 0 : 1;
        }
    }

    /** Says how a time is written where one is not. */
    static final class Time implements ITypeConverter<Instant> {
        @Override
        public Instant convert(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException wrong) {
                throw new TypeConversionException("\"" + text + "\" is no time; write it like 2026-11-22T09:00:00Z");
            }
        }
    }
}
