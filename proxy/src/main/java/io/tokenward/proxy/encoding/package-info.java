/** Undoes the Content-Encoding of request bodies, within bounds: what cannot be read cannot be screened. */
@NullMarked
package io.tokenward.proxy.encoding;

import org.jspecify.annotations.NullMarked;
