/**
 * What an analyst does with the memory of known attacks: {@code tokenward memory}. Begin reading at {@code MemoryCommand};
 * how copies are recognised stands in {@link io.tokenward.rules.memory}.
 */
@NullMarked
package io.tokenward.proxy.cli.memory;

import org.jspecify.annotations.NullMarked;
