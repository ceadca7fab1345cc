package io.tokenward.rules;

import io.tokenward.detectors.Detectors;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.secret.SecretMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What detectors say about one passage: each is asked at most once, secrets all in one pass. Not thread-safe. */
final class PassageLeaves {
    private final String text;
    private final Detectors detectors;
    private @org.jspecify.annotations.Nullable String lower;
    private final Map<String, List<Span>> found = new HashMap<>();

    PassageLeaves(String text, Detectors detectors, boolean scanSecrets) {
        this.text = text;
        this.detectors = detectors;
        if (scanSecrets) {
            for (SecretMatch match : detectors.secrets().scan(text)) {
                found.computeIfAbsent(match.name(), _ -> new ArrayList<>()).add(match.span());
            }
        }
    }

    String text() {
        return text;
    }

    /** The text with ASCII letters in lower case. */
    String lower() {
        String known = lower;
        if (known == null) lower = known = Anchors.lower(text);
        return known;
    }

    List<Span> spans(String detector) {
        return found.computeIfAbsent(detector, name -> detectors.named(name).map(d -> d.find(text)).orElse(List.of()));
    }
}
