/** The holder of snapshots that are replaced as a whole. */
@NullMarked
package io.tokenward.proxy.live;

import org.jspecify.annotations.NullMarked;
