/**
 * Finds personal data by its own rules: check digits, issuer ranges, country lengths, dates. Begin reading at
 * {@link PiiScanner}; to add a kind, add a {@link Kind} to its list.
 *
 * <p>A finding says where and of which kind, never what.
 */
@NullMarked
package io.tokenward.detectors.pii;

import org.jspecify.annotations.NullMarked;
