package io.tokenward.proxy.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Secrets that look real, put together here so that no scanner finds one in the sources. They open nothing. */
final class TourSecrets {
    private TourSecrets() {}

    /** A token of a code host. */
    static String token() {
        return "gh" + "p_" + "16C7e42F292c6912E7710c838347Ae178B4a";
    }

    /** A private key in PEM, made for the occasion and known to nobody. */
    static String privateKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        byte[] der = generator.generateKeyPair().getPrivate().getEncoded();
        String label = "PRIVATE" + " KEY-----\n";
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
        return "-----BEGIN " + label + lines + "\n-----END " + label;
    }
}
