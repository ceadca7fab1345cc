/**
 * The memory of known attacks: sketches of texts, never the texts, by which edited copies are recognised. Begin reading at
 * {@link io.tokenward.rules.memory.AttackMemory}.
 */
@NullMarked
package io.tokenward.rules.memory;

import org.jspecify.annotations.NullMarked;
