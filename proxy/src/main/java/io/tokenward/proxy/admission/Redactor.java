package io.tokenward.proxy.admission;

import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Span;
import io.tokenward.proxy.dialect.Replacement;
import io.tokenward.proxy.keys.KeyedHash;
import io.tokenward.rules.Assessment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Placeholders in place of secrets: each says that it is one, names the kind, and is keyed per API key and value, so that
 * the same secret gets the same placeholder in every turn and nobody can invert it. Everything else stays as it was; a text
 * that has been through it has nothing more to take out. Thread-safe.
 */
public final class Redactor {
    private final KeyedHash hashes;

    /** Placeholders keyed by the secret of {@code hashes}. */
    public Redactor(KeyedHash hashes) {
        this.hashes = hashes;
    }

    /** The replacements for all redactions; overlapping ones are merged under the kind that begins first. */
    List<Replacement> replacements(Assessment assessment, Prompt prompt, String keyId) {
        List<Assessment.Redaction> ordered = new ArrayList<>(assessment.redactions());
        ordered.sort(Comparator.comparingInt(Assessment.Redaction::passage)
                .thenComparingInt(r -> r.span().start())
                .thenComparingInt(r -> -r.span().end()));
        List<Replacement> replacements = new ArrayList<>();
        for (int i = 0; i < ordered.size();) {
            Assessment.Redaction first = ordered.get(i);
            int end = first.span().end();
            i++;
            while (i < ordered.size() && ordered.get(i).passage() == first.passage()
                    && ordered.get(i).span().start() < end) {
                end = Math.max(end, ordered.get(i).span().end());
                i++;
            }
            String text = prompt.passages().get(first.passage()).text();
            var span = new Span(first.span().start(), end);
            String tag = hashes.ofValue(keyId, text.substring(span.start(), span.end()));
            replacements.add(new Replacement(first.passage(), span, Placeholder.of(first.kind(), tag, text, span)));
        }
        return replacements;
    }
}
