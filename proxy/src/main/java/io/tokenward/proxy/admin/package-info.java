/** The admin API: a small HTTPS server of its own, off the way of requests, where blocking is no harm. */
@NullMarked
package io.tokenward.proxy.admin;

import org.jspecify.annotations.NullMarked;
