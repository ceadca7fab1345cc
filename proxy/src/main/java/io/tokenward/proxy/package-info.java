/**
 * The program: composition by hand, one page. Begin reading at {@link io.tokenward.proxy.Proxy}.
 */
@NullMarked
package io.tokenward.proxy;

import org.jspecify.annotations.NullMarked;
