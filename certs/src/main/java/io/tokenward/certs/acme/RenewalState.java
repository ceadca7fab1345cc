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
 */
record RenewalState(int failures, Instant notBefore, Optional<String> problem) {
    static final RenewalState FRESH = new RenewalState(0, Instant.EPOCH, Optional.empty());
    private static final int MOST_BYTES = 4096;
    /** Characters of a problem that are kept. */
    private static final int MOST_TOLD = 1000;

    /** What stands in the file; {@link #FRESH} where there is none or it cannot be read. */
    static RenewalState read(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) > MOST_BYTES) return FRESH;
            List<String> lines = Files.readAllLines(file);
            if (lines.size() != 3) return FRESH;
            return new RenewalState(Integer.parseInt(lines.get(0)), Instant.parse(lines.get(1)),
                    Optional.of(lines.get(2)).filter(text -> !text.isEmpty()));
        } catch (IOException | NumberFormatException | DateTimeException unreadable) {
            return FRESH;
        }
    }

    void write(Path file) throws CertificateProblem {
        // Three lines of ASCII, whatever others said: what cannot be read again would count as nothing.
        String told = problem.orElse("").replaceAll("[^\\x20-\\x7e]+", " ");
        PemFiles.writeForOwner(failures + "\n" + notBefore + "\n"
                + told.substring(0, Math.min(told.length(), MOST_TOLD)) + "\n", file);
    }
}
