package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.PemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has to outlive a restart: a proxy that is started again and again must not ask its authority each time. Immutable.
 *
 * @param failures orders that failed one after the other
 * @param notBefore the next order may be tried then
 * @param problem why the last one failed; empty where it did not
 * @param advised when the authority wants the certificate ordered anew; empty where it has not said so
 */
record RenewalState(int failures, Instant notBefore, Optional<String> problem, Optional<Instant> advised) {
    static final RenewalState FRESH = new RenewalState(0, Instant.EPOCH, Optional.empty());
    private static final int LINES = 3;
    private static final int LINES_WITH_ADVICE = 4;
    private static final int MOST_BYTES = 4096;
    /** Characters of a problem that are kept. */
    private static final int MOST_TOLD = 1000;

    RenewalState(int failures, Instant notBefore, Optional<String> problem) {
        this(failures, notBefore, problem, Optional.empty());
    }

    /** The same with what the authority advises. */
    RenewalState advised(Optional<Instant> when) {
        return new RenewalState(failures, notBefore, problem, when);
    }

    /** What stands in the file; {@link #FRESH} where there is none or it cannot be read. */
    static RenewalState read(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) > MOST_BYTES) return FRESH;
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != LINES && lines.size() != LINES_WITH_ADVICE) return FRESH;
            return new RenewalState(Integer.parseInt(lines.get(0)), Instant.parse(lines.get(1)),
                    Optional.of(lines.get(2)).filter(text -> !text.isEmpty()),
                    lines.stream().skip(LINES).findFirst().map(Instant::parse));
        } catch (IOException | NumberFormatException | DateTimeException unreadable) {
            return FRESH;
        }
    }

    void write(Path file) throws CertificateProblem {
        // Lines of ASCII, whatever others said: what cannot be read again would count as nothing.
        String told = problem.orElse("").replaceAll("[^\\x20-\\x7e]+", " ");
        PemFiles.writeForOwner(failures + "\n" + notBefore + "\n"
                + told.substring(0, Math.min(told.length(), MOST_TOLD)) + "\n"
                + advised.map(when -> when + "\n").orElse(""), file);
    }
}
