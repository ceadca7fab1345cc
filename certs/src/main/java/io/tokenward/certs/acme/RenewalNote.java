package io.tokenward.certs.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How it stands with the renewal of a certificate, from the files alone: for people who ask while no proxy runs. */
public final class RenewalNote {
    private static final Duration A_DAY = Duration.ofDays(1);

    private RenewalNote() {}

    /**
     * When a certificate with that life is ordered anew: when two thirds of it are over, or when its authority advises. Advice
     * that comes to a mistake must cost neither the certificate nor an order each hour: there is an earliest and a latest time.
     */
    static Instant due(Instant from, Instant until, Optional<Instant> advised) {
        Duration life = Duration.between(from, until);
        if (advised.isEmpty()) return until.minus(life.dividedBy(3));
        Duration tenth = life.dividedBy(10);
        Instant earliest = from.plus(tenth.compareTo(A_DAY) < 0 ? tenth : A_DAY);
        Instant latest = until.minus(life.dividedBy(6));
        Instant when = advised.get().isBefore(earliest) ? earliest : advised.get();
        return when.isBefore(latest) ? when : latest;
    }

    /** In words; nothing for a file that no proxy keeps by ACME. */
    public static Optional<String> of(Path certificateFile, Instant notBefore, Instant notAfter) {
        String name = String.valueOf(certificateFile.getFileName());
        Path state = certificateFile.resolveSibling(name.replaceFirst("\\.pem$", "") + ".renewal");
        if (!name.endsWith(".pem") || !Files.exists(state)) return Optional.empty();
        RenewalState read = RenewalState.read(state);
        Instant due = due(notBefore, notAfter, read.advised());
        Instant next = due.isAfter(read.notBefore()) ? due : read.notBefore();
        return Optional.of("by ACME, ordered anew after " + next
                + read.problem()
                        .map(problem -> "; the last of " + read.failures() + " failed orders: " + problem)
                        .orElse(""));
    }
}
