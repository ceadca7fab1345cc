/**
 * Finds credentials in a text: keys with a vendor's mark, private keys, URLs with passwords, and values assigned to names
 * such as {@code password}. Begin reading at {@link SecretScanner}; to add a format, add a line to one of the
 * {@code …Formats} classes.
 *
 * <p>A finding says where and which format, never what: no value leaves this package, not in an exception either.
 */
@NullMarked
package io.tokenward.detectors.secret;

import org.jspecify.annotations.NullMarked;
