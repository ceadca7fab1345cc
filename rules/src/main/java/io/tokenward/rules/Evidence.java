package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import java.util.List;

/**
 * What one passage showed, before any policy: one finding per matched rule and vicinity, one per place for secrets. Immutable; may be cached.
 *
 * @param findings of all levels and modes but {@code off}, by place
 */
public record Evidence(List<Finding> findings) {
    /** Nothing found. */
    public static final Evidence NONE = new Evidence(List.of());

    public Evidence {
        findings = List.copyOf(findings);
    }
}
