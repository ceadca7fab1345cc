/**
 * Who we are on the wire and whom we trust. A listener asks an {@link IdentitySource} for its {@link Identity}; an
 * upstream reads its {@link TrustAnchors}. Identities come from PEM files ({@link PemIdentity}), from a
 * PKCS#12 store ({@link KeyStoreIdentity}) or, for trying things
 * out, from an authority of our own ({@link DevelopmentAuthority}). Whatever is wrong with a file is said once, in words
 * for its owner, by a {@link CertificateProblem}. Begin reading at {@link PemIdentity}.
 */
@NullMarked
package io.tokenward.certs;

import org.jspecify.annotations.NullMarked;
