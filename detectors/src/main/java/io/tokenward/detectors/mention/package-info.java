/**
 * Tells words that are mentioned from words that are used: quotations, code, and sentences about prompts. Begin reading at
 * {@link MentionDetector}.
 */
@NullMarked
package io.tokenward.detectors.mention;

import org.jspecify.annotations.NullMarked;
