package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;

/**
 * The content of a field of a form, or a name in its head.
 *
 * @param fixed whether it stands in the head, where nothing is replaced; start and end are then the same
 */
record FormText(String text, Role role, String pointer, int start, int end, boolean fixed) implements RequestText {
    @Override
    public Passage passage() {
        return new Passage(text, role, pointer);
    }

    /** What stands in a head is left as it is: no replacement could be sure to be well-formed there. */
    @Override
    public byte[] written(String other) {
        return fixed ? new byte[0] : other.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "FormText[" + role + " " + pointer + "]";
    }
}
