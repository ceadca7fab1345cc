package io.tokenward.certs.acme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How it stands with the renewal of a certificate, from the files alone: for people who ask while no proxy runs. */
public final class RenewalNote {
    private RenewalNote() {}

    /** When a certificate with that life is ordered anew: when two thirds of it are over. */
    static Instant due(Instant from, Instant until) {
        return until.minus(Duration.between(from, until).dividedBy(3));
    }

    /** In words; nothing for a file that no proxy keeps by ACME. */
    public static Optional<String> of(Path certificateFile, Instant notBefore, Instant notAfter) {
        String name = String.valueOf(certificateFile.getFileName());
        Path state = certificateFile.resolveSibling(name.replaceFirst("\\.pem$", "") + ".renewal");
        if (!name.endsWith(".pem") || !Files.exists(state)) return Optional.empty();
        RenewalState read = RenewalState.read(state);
        Instant due = due(notBefore, notAfter);
        Instant next = due.isAfter(read.notBefore()) ? due : read.notBefore();
        return Optional.of("by ACME, ordered anew after " + next
                + read.problem()
                        .map(problem -> "; the last of " + read.failures() + " failed orders: " + problem)
                        .orElse(""));
    }
}
