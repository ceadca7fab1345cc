/**
 * The command line. Begin reading at {@link io.tokenward.proxy.cli.Commands}.
 */
@NullMarked
package io.tokenward.proxy.cli;

import org.jspecify.annotations.NullMarked;
