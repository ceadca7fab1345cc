/**
 * From socket to pipeline: TLS, ALPN, HTTP/1.1 and HTTP/2. Begin reading at {@link io.tokenward.proxy.listener.Listener}.
 */
@NullMarked
package io.tokenward.proxy.listener;

import org.jspecify.annotations.NullMarked;
