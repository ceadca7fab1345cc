package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.cli.eval.LabelledText;

/**
 * One text to learn from.
 *
 * @param text as it stands
 * @param attack whether it must be found
 * @param source whose texts share one weight
 * @param family within the source, for sharing its weight
 * @param role in whose mouth it is put
 * @param hard harmless although it looks like an attack, or asks for something harmful
 * @param share of the usual weight of one text; mutated copies have less
 */
record Example(String text, boolean attack, String source, String family, Role role, boolean hard, double share) {

    static Example of(LabelledText text) {
        boolean hard = text.hard() || text.label() == LabelledText.Label.HARMFUL_PLAIN;
        return new Example(text.text(), text.label().attack(), text.source(), text.group(), text.role(), hard, 1);
    }
}
