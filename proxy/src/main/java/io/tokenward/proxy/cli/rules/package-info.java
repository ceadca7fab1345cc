/**
 * What security people do with rule packs: {@code tokenward rules}. Begin reading at
 * {@link io.tokenward.proxy.cli.rules.RulesCommand}; {@code docs/writing-rules.md} shows the commands in use.
 */
@NullMarked
package io.tokenward.proxy.cli.rules;

import org.jspecify.annotations.NullMarked;
