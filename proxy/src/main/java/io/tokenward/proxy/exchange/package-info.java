/**
 * One request and its response from first byte to record. Begin reading at {@link io.tokenward.proxy.exchange.ExchangeHandler}.
 */
@NullMarked
package io.tokenward.proxy.exchange;

import org.jspecify.annotations.NullMarked;
