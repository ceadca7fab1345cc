/**
 * Reads {@code multipart/form-data} (RFC 7578) and refuses whatever two readers could understand in two ways. Begin reading at
 * {@link io.tokenward.proxy.dialect.multipart.MultipartReader}.
 */
@NullMarked
package io.tokenward.proxy.dialect.multipart;

import org.jspecify.annotations.NullMarked;
