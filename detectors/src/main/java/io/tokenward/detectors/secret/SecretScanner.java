package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.TextView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds credentials. One pass over the text with a table of three-unit beginnings; where one stands, the format itself
 * looks at a window of a few hundred units. Immutable and thread-safe; linear time; nothing is allocated for a text
 * without candidates; throws nothing on any string.
 *
 * <p>False alarms are the worst a scanner can do, since they teach people to switch it off: tokens need boundaries on both
 * sides, examples of manuals are passed over, and entropy alone is never enough.
 */
public final class SecretScanner {
    private static final SecretScanner STANDARD = new SecretScanner(StandardFormats.all());

    private final List<SecretFormat> formats;
    private final Sieve sieve;

    private SecretScanner(List<SecretFormat> formats) {
        this.formats = List.copyOf(formats);
        this.sieve = new Sieve(formats);
    }

    /** The scanner for all formats of this package. */
    public static SecretScanner standard() {
        return STANDARD;
    }

    /** The names of all formats. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (SecretFormat format : formats)
            names.add(format.name());
        return names;
    }

    /**
     * The credentials in {@code text}, ascending and without overlaps. Credentials broken up by invisible characters are
     * found too.
     */
    public List<SecretMatch> scan(String text) {
        return scan(text, false);
    }

    /**
     * The same.
     *
     * @param ascii whether the text is known to be ASCII, which has no invisible characters
     */
    public List<SecretMatch> scan(String text, boolean ascii) {
        List<Candidate> candidates = candidates(text);
        Optional<TextView> visible = ascii ? Optional.empty() : Folding.withoutInvisible(text);
        if (visible.isPresent()) candidates = joined(candidates, visible.get());
        return candidates.isEmpty() ? List.of() : strongest(candidates);
    }

    /** Something found; the format that comes first in the list is the more special one. */
    private record Candidate(int order, SecretMatch match) {}

    private List<Candidate> candidates(String text) {
        List<Candidate> found = List.of();
        int hash = 0;
        int resume = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            hash = Sieve.roll(hash, text.charAt(i));
            int bucket = sieve.bucket(hash);
            if (bucket == 0) continue;
            int at = i - Sieve.GRAM + 1;
            // What a vendor's format has claimed is not looked into again.
            if (at < resume) continue;
            Candidate candidate = verify(text, at, bucket);
            if (candidate == null) continue;
            if (found.isEmpty()) found = new ArrayList<>();
            found.add(candidate);
            if (candidate.order() < StandardFormats.GENERIC_FROM) resume = candidate.match().span().end();
        }
        return found;
    }

    private @Nullable Candidate verify(String text, int at, int bucket) {
        List<Sieve.Anchor> anchors = sieve.anchors(bucket);
        for (int i = 0; i < anchors.size(); i++) {
            Sieve.Anchor anchor = anchors.get(i);
            if (!anchor.standsAt(text, at)) continue;
            Span span = anchor.format().verifier().verify(text, at);
            if (span != null) return new Candidate(anchor.order(), new SecretMatch(anchor.format().name(), span));
        }
        return null;
    }

    private List<Candidate> joined(List<Candidate> plain, TextView visible) {
        var all = new ArrayList<>(plain);
        for (Candidate hidden : candidates(visible.text())) {
            Span span = hidden.match().span();
            Span original = visible.original(span.start(), span.end());
            all.add(new Candidate(hidden.order(), new SecretMatch(hidden.match().name(), original)));
        }
        return all;
    }

    /** Of those that overlap, the more special one stays, and of equals the one that begins first. */
    private static List<SecretMatch> strongest(List<Candidate> candidates) {
        if (candidates.size() == 1) return List.of(candidates.getFirst().match());
        var sorted = new ArrayList<>(candidates);
        sorted.sort(Comparator.<Candidate>comparingInt(candidate -> candidate.match().span().start())
                .thenComparingInt(Candidate::order));
        var kept = new ArrayList<Candidate>();
        for (Candidate candidate : sorted) {
            Candidate last = kept.isEmpty() ? null : kept.getLast();
            if (last == null || !last.match().span().overlaps(candidate.match().span())) kept.add(candidate);
            else if (candidate.order() < last.order()) kept.set(kept.size() - 1, candidate);
        }
        return kept.stream().map(Candidate::match).toList();
    }
}
