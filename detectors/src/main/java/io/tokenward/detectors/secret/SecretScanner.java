package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.Decoding;
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

    SecretScanner(List<SecretFormat> formats) {
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
        return scan(text, Decoding.views(text), false);
    }

    /**
     * The same where the encoded stretches have been decoded already; what is found in one of them spans the whole stretch.
     *
     * @param decoded as {@link Decoding#views} gives them for {@code text}
     * @param ascii whether the text is known to be ASCII, which has no invisible characters
     */
    public List<SecretMatch> scan(String text, List<TextView> decoded, boolean ascii) {
        List<Candidate> candidates = candidates(text);
        Optional<TextView> visible = ascii ? Optional.empty() : Folding.withoutInvisible(text);
        if (visible.isPresent()) candidates = joined(candidates, visible.get());
        for (TextView view : decoded)
            candidates = joined(candidates, view);
        return candidates.isEmpty() ? List.of() : strongest(candidates);
    }

    /** Something found; the format that comes first in the list is the more special one. */
    private record Candidate(int order, SecretMatch match) {}

    private List<Candidate> candidates(String text) {
        List<Candidate> found = List.of();
        long[] bits = sieve.bits();
        int hash = 0;
        int resume = 0;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            hash = Sieve.roll(hash, text.charAt(i));
            int index = Sieve.index(hash);
            if ((bits[index >>> 6] >>> index & 1) == 0) continue;
            Candidate candidate = verify(text, i - Sieve.GRAM + 1, resume, index);
            if (candidate == null) continue;
            if (found.isEmpty()) found = new ArrayList<>();
            found.add(candidate);
            // What a vendor's format has claimed is not looked into again.
            if (candidate.order() < StandardFormats.GENERIC_FROM) resume = candidate.match().span().end();
        }
        return found;
    }

    private @Nullable Candidate verify(String text, int gram, int resume, int index) {
        for (Sieve.Entry entry : sieve.entries(index)) {
            if (!entry.mayStand(text, gram)) continue;
            int at = gram - entry.offset();
            if (at < resume || !entry.anchor().standsAt(text, at)) continue;
            Span span = entry.format().verifier().verify(text, at);
            if (span != null && span.start() >= resume) return candidate(text, entry, span);
        }
        return null;
    }

    private static Candidate candidate(String text, Sieve.Entry entry, Span span) {
        boolean proven = entry.format().check().proves(text.substring(span.start(), span.end()));
        return new Candidate(entry.order(), new SecretMatch(entry.format().name(), span, proven));
    }

    private List<Candidate> joined(List<Candidate> plain, TextView view) {
        List<Candidate> further = candidates(view.text());
        if (further.isEmpty()) return plain;
        var all = new ArrayList<>(plain);
        for (Candidate hidden : further) {
            Span span = hidden.match().span();
            Span original = view.original(span.start(), span.end());
            all.add(new Candidate(hidden.order(),
                    new SecretMatch(hidden.match().name(), original, hidden.match().proven())));
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
