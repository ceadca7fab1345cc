package io.tokenward.certs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Says in good time, and once each time, that a certificate is about to expire: when 30, 14, 7 and 1 days are left, and when
 * none is. Thread-safe.
 */
public final class ExpiryWarnings {
    /** Days, the most urgent first; a certificate with less than that many whole days left is at that step. */
    private static final int[] STEPS = {0, 1, 7, 14, 30};

    private final Map<CertificateLife, Integer> said = new HashMap<>(); // guarded by this

    /** What has to be said now; certificates that are not among {@code inUse} any more are forgotten. */
    public synchronized List<String> due(List<CertificateLife> inUse, Instant now) {
        List<String> warnings = new ArrayList<>();
        said.keySet().retainAll(inUse);
        for (CertificateLife life : inUse) {
            OptionalInt step = step(life.daysLeft(now));
            if (step.isEmpty() || step.getAsInt() >= said.getOrDefault(life, Integer.MAX_VALUE)) continue;
            said.put(life, step.getAsInt());
            warnings.add(warning(life, now));
        }
        return List.copyOf(warnings);
    }

    private static OptionalInt step(long daysLeft) {
        return IntStream.of(STEPS).filter(days -> daysLeft < days || (daysLeft == days && days > 0)).findFirst();
    }

    private static String warning(CertificateLife life, Instant now) {
        String which = "the certificate of " + life.name() + " (serial " + life.serial() + ") ";
        long days = life.daysLeft(now);
        return days < 0
                ? which + "expired at " + life.until() + ": clients refuse it; renew it"
                : which + "expires at " + life.until() + ", in " + (days == 1 ? "1 day" : days + " days")
                        + "; renew it";
    }
}
