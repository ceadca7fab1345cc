/** Time limits on event loops. */
@NullMarked
package io.tokenward.proxy.loop;

import org.jspecify.annotations.NullMarked;
