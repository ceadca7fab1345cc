/** The closed catalogue of refusals. Begin reading at {@link Problem}. */
@NullMarked
package io.tokenward.proxy.problem;

import org.jspecify.annotations.NullMarked;
