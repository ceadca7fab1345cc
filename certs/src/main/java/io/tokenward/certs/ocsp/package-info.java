/**
 * What an authority says of our own certificate, asked of its responder (RFC 6960) in good time and kept, so that it can be
 * sent along in handshakes. Begin reading at {@link io.tokenward.certs.ocsp.FetchedStatus}.
 */
@NullMarked
package io.tokenward.certs.ocsp;

import org.jspecify.annotations.NullMarked;
