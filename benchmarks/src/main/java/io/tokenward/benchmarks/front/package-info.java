/** What attacks on the front cost: floods, idle connections, handshakes. Begin reading at {@link io.tokenward.benchmarks.front.FrontMain}. */
@NullMarked
package io.tokenward.benchmarks.front;

import org.jspecify.annotations.NullMarked;
