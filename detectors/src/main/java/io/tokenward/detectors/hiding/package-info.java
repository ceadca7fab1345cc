/**
 * The act of hiding, whatever is hidden: text that no reader sees, words in disguise, text that is drawn in another order
 * than it is read. Joiners of Persian and Hindi and the sequences of emoji hide nothing. Begin reading at
 * {@link HiddenText}.
 */
@NullMarked
package io.tokenward.detectors.hiding;

import org.jspecify.annotations.NullMarked;
