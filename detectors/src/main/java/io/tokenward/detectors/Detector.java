package io.tokenward.detectors;

import java.util.List;

/**
 * Recognises one kind of thing in a text; a rule names it by {@link #name}. Implementations are stateless or immutable
 * and thread-safe, take time linear in the text, and throw nothing on any input.
 */
public interface Detector {

    /** The name by which rules call it, such as {@code mention} or {@code secret-github-pat}. */
    String name();

    /**
     * Where it is found in {@code text}: spans in units of {@code text}, ascending by start. Empty if not at all.
     *
     * @param text a passage's text as it stands
     */
    List<Span> find(String text);

    /** Whether it may find something in ASCII; if not, such texts need not be shown to it. */
    default boolean looksAtAscii() {
        return true;
    }
}
