package io.tokenward.certs;

/**
 * One block of a PEM file (RFC 7468).
 *
 * @param label what stands between BEGIN and the dashes, such as {@code CERTIFICATE}
 * @param line line of the BEGIN, from 1
 * @param legacyEncryption whether it has the {@code Proc-Type: 4,ENCRYPTED} header of RFC 1421
 * @param der the decoded content; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // read once and dropped, never compared
record PemBlock(String label, int line, boolean legacyEncryption, byte[] der) {

    boolean certificate() {
        return label.equals("CERTIFICATE") || label.equals("X509 CERTIFICATE");
    }

    boolean privateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /** Never the content: it may be a key. */
    @Override
    public String toString() {
        return "PemBlock[" + label + ", line " + line + "]";
    }
}
