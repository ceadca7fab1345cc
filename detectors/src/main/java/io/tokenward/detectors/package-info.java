/**
 * What can be recognised in a text, and the small vocabulary that every module shares: a {@link Prompt} is a list of
 * {@link Passage}s, a {@link Passage} is one string with its {@link Role}, and what is recognised in it is a
 * {@link Finding} at a {@link Span}. Begin reading at {@link Detector}.
 */
@NullMarked
package io.tokenward.detectors;

import org.jspecify.annotations.NullMarked;
