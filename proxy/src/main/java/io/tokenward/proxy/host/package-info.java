/**
 * Hosts: the one way in which names and addresses are read and compared, wherever that decides what may be reached. Begin
 * reading at {@link io.tokenward.proxy.host.Host}.
 */
@NullMarked
package io.tokenward.proxy.host;

import org.jspecify.annotations.NullMarked;
