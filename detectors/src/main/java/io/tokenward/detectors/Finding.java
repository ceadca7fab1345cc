package io.tokenward.detectors;

import static java.util.Objects.requireNonNull;

/**
 * Something recognised in one passage. Holds where, never what.
 *
 * @param rule id of the rule or of the detector that is no rule, such as {@code injection-110}, {@code secret-github-pat}
 * @param category kind of danger
 * @param severity weight
 * @param view the view of the text that showed it: {@code plain}, {@code folded}, {@code base64} …
 * @param span where, in units of the passage's own text whatever the view
 */
public record Finding(String rule, Category category, Severity severity, String view, Span span) {
    public Finding {
        requireNonNull(rule, "rule");
        requireNonNull(category, "category");
        requireNonNull(severity, "severity");
        requireNonNull(view, "view");
        requireNonNull(span, "span");
    }
}
