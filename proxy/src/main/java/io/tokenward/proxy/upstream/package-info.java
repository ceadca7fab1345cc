/**
 * Connections to model endpoints. Begin reading at {@link io.tokenward.proxy.upstream.Upstream}.
 */
@NullMarked
package io.tokenward.proxy.upstream;

import org.jspecify.annotations.NullMarked;
