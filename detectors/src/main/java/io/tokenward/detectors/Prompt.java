package io.tokenward.detectors;

import java.util.List;

/**
 * All texts of one model call in the order of the request. Immutable.
 *
 * @param passages the texts; may be empty
 */
public record Prompt(List<Passage> passages) {
    public Prompt {
        passages = List.copyOf(passages);
    }
}
