/**
 * Whether event loops stall while the ledger works. Begin reading at {@link io.tokenward.benchmarks.ledger.StallMain}.
 */
@NullMarked
package io.tokenward.benchmarks.ledger;

import org.jspecify.annotations.NullMarked;
