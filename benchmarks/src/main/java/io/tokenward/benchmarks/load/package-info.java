/** The load generator and the scripted model endpoint behind the peers. Both live in the measuring process. */
@NullMarked
package io.tokenward.benchmarks.load;

import org.jspecify.annotations.NullMarked;
