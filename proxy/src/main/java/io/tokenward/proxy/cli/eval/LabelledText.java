package io.tokenward.proxy.cli.eval;

import io.tokenward.detectors.Role;

/**
 * One text of a corpus with what people said about it.
 *
 * @param id as in the file
 * @param text the text
 * @param label as in the file
 * @param lang language of the text, such as {@code en}
 * @param source where it was collected
 * @param group family within the source; may be empty
 * @param role in whose mouth it is put
 * @param hard benign although it looks like an attack
 */
public record LabelledText(String id, String text, Label label, String lang, String source, String group, Role role,
        boolean hard) {

    /** What a text is. */
    public enum Label {
        BENIGN, INJECTION, JAILBREAK, INDIRECT_INJECTION, HARMFUL_PLAIN;

        /** Whether it must be found. */
        public boolean attack() {
            return switch (this) {
                case INJECTION, JAILBREAK, INDIRECT_INJECTION -> true;
                case BENIGN, HARMFUL_PLAIN -> false;
            };
        }
    }
}
