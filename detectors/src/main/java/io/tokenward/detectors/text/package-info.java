/**
 * The views in which a text is matched: as it stands, folded, decoded. Every view maps its offsets back to the text as it
 * stands. Begin reading at {@link TextView}.
 */
@NullMarked
package io.tokenward.detectors.text;

import org.jspecify.annotations.NullMarked;
