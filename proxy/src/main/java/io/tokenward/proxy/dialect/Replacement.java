package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Span;

/**
 * Other text for a stretch of a passage.
 *
 * @param passage index into the prompt's passages
 * @param span the stretch, in UTF-16 units of the passage's text
 * @param text what stands there afterwards
 */
public record Replacement(int passage, Span span, String text) {}
