/** Addresses of clients: which networks are trusted, and what trusted hops say about who is behind them. */
@NullMarked
package io.tokenward.proxy.address;

import org.jspecify.annotations.NullMarked;
