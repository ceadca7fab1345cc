/**
 * Certificates from an authority that issues by ACME (RFC 8555), renewed without anybody's doing. A {@link
 * io.tokenward.certs.acme.Renewal} decides when one is due, {@link io.tokenward.certs.acme.AcmeOrders} gets it, files keep it,
 * and {@link io.tokenward.certs.acme.AcmeIdentity} hands it to listeners like any other {@link
 * io.tokenward.certs.IdentitySource}. Whatever goes wrong here, a certificate that works stays. Begin reading at {@link
 * io.tokenward.certs.acme.Renewal}.
 */
@NullMarked
package io.tokenward.certs.acme;

import org.jspecify.annotations.NullMarked;
