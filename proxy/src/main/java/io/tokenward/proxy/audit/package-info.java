/**
 * What happened: one {@link io.tokenward.proxy.audit.ExchangeRecord} per exchange, given once to an {@link io.tokenward.proxy.audit.ExchangeLog}.
 */
@NullMarked
package io.tokenward.proxy.audit;

import org.jspecify.annotations.NullMarked;
