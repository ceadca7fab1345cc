/**
 * The protocols that model endpoints speak: which paths they have, where text hides in their requests, how their answers
 * report usage, and how they say no. Begin reading at {@link io.tokenward.proxy.dialect.Dialect}. Nothing here knows
 * sockets.
 */
@NullMarked
package io.tokenward.proxy.dialect;

import org.jspecify.annotations.NullMarked;
