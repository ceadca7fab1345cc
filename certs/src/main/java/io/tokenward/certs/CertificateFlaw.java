package io.tokenward.certs;

/**
 * Something about a certificate or its key that is not as it should be.
 *
 * @param grave whether clients refuse it or may come to harm; otherwise it is worth knowing
 * @param text what, and how it is mended
 */
public record CertificateFlaw(boolean grave, String text) {}
